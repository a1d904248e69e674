import CLibcurl

/// The rules a request must keep before a handle is made for it.
enum RequestRules {
    /// What is wrong with the request, or nil. The address is taken apart by libcurl's own parser, so that what is
    /// judged here is what is connected to.
    static func violation(in request: HTTPRequest) -> String? {
        if request.url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) {
            return "the address has blanks or control characters"
        }
        if request.connectTimeoutMilliseconds <= 0 || request.totalTimeoutMilliseconds <= 0 {
            return "the time-outs must be above zero"
        }
        if request.replySizeLimitBytes <= 0 { return "the reply limit must be above zero" }
        if let field = request.headers.fields.first(where: { !$0.isWellFormed }) {
            return "the header \(String(reflecting: field.name)) breaks out of its line"
        }
        return addressViolation(in: request)
    }

    private static func addressViolation(in request: HTTPRequest) -> String? {
        guard let address = curl_url() else { return "out of memory" }
        defer { curl_url_cleanup(address) }
        guard curl_url_set(address, CURLUPART_URL, request.url, 0) == CURLUE_OK else {
            return "the address is malformed"
        }
        guard part(CURLUPART_USER, of: address) == nil, part(CURLUPART_PASSWORD, of: address) == nil else {
            return "credentials in the address"
        }
        guard let host = part(CURLUPART_HOST, of: address) else { return "the address has no host" }
        switch part(CURLUPART_SCHEME, of: address) {
        case "https":
            return nil
        case "http" where request.allowsPlainLoopback && isLoopback(host):
            return nil
        case "http":
            return "plain http is for loopback only, where it is allowed"
        case let scheme:
            return "the scheme \(scheme ?? "") is not https"
        }
    }

    private static func part(_ part: CURLUPart, of address: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(address, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// 127.0.0.0/8 as four plain numbers, ::1, and localhost.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}
