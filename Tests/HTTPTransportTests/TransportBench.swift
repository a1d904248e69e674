import HTTPTransport

/// A transport for one test, shut down at its end.
func withTransport(_ body: (HTTPTransport) async throws -> Void) async throws {
    let transport = try HTTPTransport()
    do {
        try await body(transport)
    } catch {
        await transport.shutDown()
        throw error
    }
    await transport.shutDown()
}

extension HTTPRequest {
    /// A request to a server of the test, with limits that never end a good answer.
    static func local(_ method: HTTPMethod, _ url: String, body: String? = nil) -> HTTPRequest {
        var request = HTTPRequest(method, url, body: body.map { [UInt8]($0.utf8) })
        request.allowsPlainLoopback = true
        request.totalTimeoutMilliseconds = 20_000
        return request
    }
}

extension HTTPOutcome {
    var response: HTTPResponse? {
        if case .response(let response) = self { response } else { nil }
    }

    var isNotSent: Bool {
        if case .notSent = self { true } else { false }
    }

    var isIndeterminate: Bool {
        if case .indeterminate = self { true } else { false }
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
