// Asks the simulator through the official SDK: one request as JSON in the argument, one line of JSON back.

import http from "node:http";
import net from "node:net";
import ClientProfile from "tencentcloud-sdk-nodejs-intl-en/tencentcloud/common/profile/client_profile.js";
import Credential from "tencentcloud-sdk-nodejs-intl-en/tencentcloud/common/credential.js";
import HttpProfile from "tencentcloud-sdk-nodejs-intl-en/tencentcloud/common/profile/http_profile.js";
import intlpartnersmgt from "tencentcloud-sdk-nodejs-intl-en/tencentcloud/intlpartnersmgt/index.js";

const { Client, Models } = intlpartnersmgt.v20220928;

// This SDK takes the service's name from the first label of its endpoint, and signs the host without its port.
// So it must believe in a host of that name on port 80; where that leads is changed beneath it.
const ENDPOINT = "intlpartnersmgt.localhost";

class ToLoopback extends http.Agent {
  #port;

  constructor(port) {
    super();
    this.#port = port;
  }

  createConnection(_options, connected) {
    return net.createConnection({ host: "127.0.0.1", port: this.#port }, connected);
  }
}

function ask({ port, secretId, secretKey, tokens }) {
  http.globalAgent = new ToLoopback(port);
  const httpProfile = new HttpProfile();
  httpProfile.protocol = "http://";
  httpProfile.endpoint = ENDPOINT;
  httpProfile.reqTimeout = 20;
  const profile = new ClientProfile("TC3-HMAC-SHA256", httpProfile);
  // The region is left out: the action has none. The SDK sends `X-TC-Region: null`.
  const client = new Client(new Credential(secretId, secretKey), null, profile);
  const request = new Models.QueryInvitationInfoRequest();
  request.InvitationToken = tokens;
  return new Promise((resolve) => {
    client.QueryInvitationInfo(request, (error, response) => {
      resolve(
        error
          ? { code: error.code ?? String(error.message), requestId: error.requestId }
          : { rows: response.InvitationInfo, requestId: response.RequestId },
      );
    });
  });
}

console.log(JSON.stringify(await ask(JSON.parse(process.argv[2]))));
