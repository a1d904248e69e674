import HTTPTransport
import Testing

/// What is refused before any connection is made.
@Suite struct RequestRulesTests {
    static let addresses: [(url: String, allowsPlainLoopback: Bool)] = [
        ("http://127.0.0.1:1/", false),
        ("http://api.stripe.com/", true),
        ("http://127.0.0.1.example.com/", true),
        ("http://127.0.0.1@example.com/", true),
        ("http://example.com#@127.0.0.1/", true),
        ("http://128.0.0.1/", true),
        ("http://[::2]/", true),
        ("https://sk_test_x@api.stripe.com/", false),
        ("https://user:password@api.stripe.com/", false),
        ("ftp://127.0.0.1/", true),
        ("file:///etc/hostname", true),
        ("https://", false),
        ("api.stripe.com/v1", false),
        ("", true),
        ("https://api.stripe.com/a b", false),
        ("https://api.stripe.com/a\r\nX: y", false),
    ]

    @Test(arguments: addresses)
    func `an address that is not https, nor loopback where that is allowed, is refused`(
        url: String, allowsPlainLoopback: Bool
    ) async throws {
        try await withTransport { transport in
            var request = HTTPRequest(.get, url)
            request.allowsPlainLoopback = allowsPlainLoopback
            guard case .notSent(.invalidRequest) = await transport.send(request) else {
                Issue.record("accepted: \(url)")
                return
            }
        }
    }

    @Test(arguments: [
        ("X", "a\r\nInjected: yes"), ("X", "a\nb"), ("X", "a\rb"), ("X", "a\0b"), ("X\r\nY", "a"),
        ("X Y", "a"),
        ("", "a"), ("X:", "a"), ("X", "\u{7f}"),
    ])
    func `a header that breaks out of its line is refused`(name: String, value: String) async throws {
        try await withTransport { transport in
            var request = HTTPRequest.local(.get, "http://127.0.0.1:1/")
            request.headers.add(name: name, value: value)
            guard case .notSent(.invalidRequest) = await transport.send(request) else {
                Issue.record("accepted: \(String(reflecting: name)), \(String(reflecting: value))")
                return
            }
        }
    }

    @Test func `limits of zero are refused, since to libcurl they mean none`() async throws {
        let changes: [@Sendable (inout HTTPRequest) -> Void] = [
            { $0.connectTimeoutMilliseconds = 0 }, { $0.totalTimeoutMilliseconds = 0 },
            { $0.replySizeLimitBytes = 0 },
        ]
        try await withTransport { transport in
            for change in changes {
                var request = HTTPRequest.local(.get, "http://127.0.0.1:1/")
                change(&request)
                guard case .notSent(.invalidRequest) = await transport.send(request) else {
                    Issue.record("accepted")
                    return
                }
            }
        }
    }
}
