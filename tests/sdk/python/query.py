"""Asks the simulator through the official SDK: one request as JSON in the argument, one line of JSON back."""

import json
import sys

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.intlpartnersmgt.v20220928.intlpartnersmgt_client import IntlpartnersmgtClient
from tencentcloud.intlpartnersmgt.v20220928.models import QueryInvitationInfoRequest

# The region is left empty: the action has none.
NO_REGION = ""


def ask(query):
    # This SDK signs the name of its client class as the service, so any endpoint will do.
    http = HttpProfile(protocol="http", endpoint=f"127.0.0.1:{query['port']}", reqTimeout=20)
    profile = ClientProfile(signMethod="TC3-HMAC-SHA256", httpProfile=http)
    credential = Credential(query["secretId"], query["secretKey"])
    request = QueryInvitationInfoRequest()
    request.InvitationToken = query["tokens"]
    try:
        response = IntlpartnersmgtClient(credential, NO_REGION, profile).QueryInvitationInfo(request)
    except TencentCloudSDKException as error:
        return {"code": error.get_code(), "requestId": error.get_request_id()}
    answer = json.loads(response.to_json_string())
    return {"rows": answer["InvitationInfo"], "requestId": answer["RequestId"]}


print(json.dumps(ask(json.loads(sys.argv[1]))))
