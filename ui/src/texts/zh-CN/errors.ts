import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const errors = (_f: Formats, store: string): Texts["errors"] => ({
  words: {
    rate_limited: {
      what: "请求过于频繁",
      mend: "同一账号或网络可能还有其他程序在调用。请等待一分钟后继续。",
    },
    service_busy: { what: "腾讯云繁忙", mend: "您这边没有问题，请过几分钟再试。" },
    clock_off: {
      what: "本机时钟不准",
      mend: "时钟相差超过五分钟时，腾讯云会拒绝请求。请将日期和时间设为自动同步后重试。",
    },
    secret_id_unknown: {
      what: "腾讯云不认识这个 SecretId",
      mend: "可能输入有误，或已被禁用、删除。请与腾讯云控制台的 API 密钥列表核对。",
    },
    secret_key_wrong: {
      what: "SecretKey 与 SecretId 不匹配",
      mend: "请重新输入两者。SecretKey 只显示一次，如未保存，请在控制台新建密钥。",
    },
    temporary_key_expired: { what: "临时密钥已过期", mend: "请获取新的临时密钥，或改用永久密钥。" },
    mfa_required: {
      what: "该账号要求多因素认证",
      mend: "请使用调用 API 无需二次验证的用户的密钥，或联系管理员。",
    },
    not_permitted: {
      what: "该用户无权查询邀请",
      mend: "请管理员为此密钥所属用户授予策略 QcloudIntlpartnersmgtReadOnlyaccess。",
    },
    network_blocked: {
      what: "该账号不接受来自此网络的请求",
      mend: "账号限制了可调用的 IP 地址。请使用办公网络或 VPN，或联系管理员。",
    },
    request_refused: {
      what: "腾讯云拒绝了请求",
      mend: "通常是某个令牌的格式不被接受，详情中会指明是哪一个。",
    },
    too_large: { what: "请求或返回的数据过大", mend: "请继续查询，程序会分成更小的批次。" },
    endpoint_wrong: {
      what: "该地址不提供此功能",
      mend: "接口可能已迁移，或设置了测试地址。请查看 Invite Ledger 是否有新版本。",
    },
    service_refused: {
      what: "腾讯云返回了错误",
      mend: "请重试。如仍然出现，请将详情和 RequestId 发给腾讯云支持。",
    },
    offline: { what: "本机未联网", mend: "请连接网络后重试，现有数据都还在。" },
    unreachable: {
      what: "腾讯云没有响应",
      mend: "可能被防火墙拦截。请换一个网络，或请 IT 放行 intlpartnersmgt.intl.tencentcloudapi.com 的 443 端口。",
    },
    proxy_refused: {
      what: "代理拒绝了连接",
      mend: "请 IT 放行 intlpartnersmgt.intl.tencentcloudapi.com 的 443 端口。",
    },
    proxy_auth_required: {
      what: "代理要求用户名和密码",
      mend: "请在本机的代理设置中填写，或请 IT 添加免登录规则。",
    },
    tls_untrusted: {
      what: "连接不可信",
      mend: "本机不信任对方的证书。可能有安全软件在检查加密连接，需要 IT 在本机安装其根证书。",
    },
    timed_out: { what: "等待响应超时", mend: "网络可能较慢，请重试。" },
    connection_lost: { what: "连接中断", mend: "请重试，此前查到的结果均已保存。" },
    intercepted: {
      what: "响应来自您与腾讯云之间的其他设备",
      mend: "常见于访客或酒店网络的登录页。请在浏览器中打开任意网页完成登录，或更换网络。",
    },
    key_missing: {
      what: "本机没有该账号的密钥",
      mend: `密钥可能只在上次运行期间保留，或${store}已锁定。请重新输入密钥。`,
    },
    keychain_unavailable: {
      what: `无法使用${store}`,
      mend: "请解锁后重试。在此之前密钥只保留在内存中，关闭程序后即清除。",
    },
    file_unreadable: { what: "无法读取文件", mend: "文件可能已被移动，或正被其他程序占用。请关闭后重试。" },
    file_too_large: {
      what: "文件过大",
      mend: "最多可读取 64 MB，工作簿最多 200 万行。请拆分文件，或只复制令牌所在的列。",
    },
    file_not_text: {
      what: "这既不是工作簿，也不是文本文件",
      mend: "请选择 Excel、CSV 或 TXT 文件，或直接粘贴令牌。",
    },
    file_is_workbook: {
      what: "无法读取这种工作簿",
      mend: "这是 .xls 或 .xlsb 文件。请在 Excel 中另存为 .xlsx 后选择该文件，或复制令牌所在的列并粘贴。",
    },
    file_protected: {
      what: "文件有密码保护",
      mend: "请在 Excel 中另存一份不带密码的文件，或复制令牌所在的列并粘贴。",
    },
    file_damaged: {
      what: "工作簿已损坏",
      mend: "文件可能没有下载完整，请重新获取。如果 Excel 能打开，请另存为新文件。",
    },
    export_target_busy: {
      what: "文件正被其他程序打开",
      mend: "请先关闭（例如 Excel），或换一个文件名。原文件未被改动。",
    },
    export_disk_full: { what: "磁盘已满", mend: "请清理空间或选择其他文件夹。同名的旧文件未被改动。" },
    export_failed: { what: "文件保存失败", mend: "请选择其他文件夹。同名的旧文件未被改动。" },
    ledger_damaged: { what: "台账文件已损坏", mend: "该文件会保持原样。您可以将其移到一旁并新建台账。" },
    ledger_newer: {
      what: "台账由更新版本的程序写入",
      mend: "请在本机更新 Invite Ledger，或将该文件移到一旁并新建台账。",
    },
    ledger_busy: { what: "台账正被其他程序使用", mend: "可能正在备份或执行计划查询，请稍后重试。" },
    ledger_disk_full: { what: "台账所在的磁盘已满", mend: "请清理空间后继续。此前保存的内容是安全的。" },
    ledger_read_only: {
      what: "台账不允许写入",
      mend: "台账文件或其文件夹被写保护，请联系 IT 开放写入权限。此前保存的内容是安全的。",
    },
    ledger_failed: {
      what: "无法读写台账",
      mend: "磁盘可能有故障或已断开。此前保存的内容是安全的，请将其复制到其他磁盘。",
    },
    updates_forbidden: { what: "本机已关闭更新", mend: "这是贵公司 IT 部门的设置。如需新版本，请联系 IT。" },
    update_refused: {
      what: "更新包不可信",
      mend: "它没有 Invite Ledger 开发者的签名，或在传输中被改动。更新包已丢弃，没有安装任何内容。请告知开发者。",
    },
    update_failed: {
      what: "更新安装失败",
      mend: "当前版本可继续使用。请重试，或从下载页面获取新版本。",
    },
    check_running: { what: "已有查询正在进行", mend: "请等待完成，或先取消它。" },
    nothing_to_check: { what: "这里没有可查询的邀请", mend: "请先导入邀请，或放宽筛选条件。" },
    label_taken: { what: "已有同名账号", mend: "请换一个名称。" },
    invalid_input: { what: "输入内容无效", mend: "请检查各项后重试。" },
    gone: { what: "该项目已不存在", mend: "它刚刚被移除，视图已刷新。" },
    internal: { what: "发生意外错误", mend: "请重试。如仍然出现，请重启程序，并将详情发给开发者。" },
  },
});
