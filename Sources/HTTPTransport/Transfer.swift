import CCurl
import CLibcurl

/// One request on its easy handle. It lives on the curl thread only; the callbacks reach it through an unretained
/// pointer, which is valid because ``CurlLoop`` holds every transfer until its handle is freed.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    let continuation: CheckedContinuation<HTTPOutcome, Never>
    private let request: HTTPRequest
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private var headers = HTTPHeaders()
    private var areHeadersWhole = false
    private var body: [UInt8] = []
    private var isReplyTooLarge = false
    /// How often libcurl was about to put the request on a connection. Zero: no byte has left.
    private var starts = 0

    /// Nil when libcurl has no memory for a handle.
    init?(_ request: HTTPRequest, continuation: CheckedContinuation<HTTPOutcome, Never>) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.request = request
        self.continuation = continuation
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerLines)
        errorText.deallocate()
    }

    // MARK: Setting up

    /// Sets every option; the first refusal of libcurl ends it.
    func configure() -> HTTPNotSent? {
        var setter = OptionSetter(easy: easy)
        configureAddress(&setter)
        configureBody(&setter)
        configureCallbacks(&setter)
        guard let code = setter.refusal else { return nil }
        return .invalidRequest("libcurl refuses an option: \(String(cString: curl_easy_strerror(code)))")
    }

    private func configureAddress(_ setter: inout OptionSetter) {
        setter.set(CURLOPT_URL, request.url)
        setter.set(CURLOPT_PROTOCOLS_STR, request.allowsPlainLoopback ? "http,https" : "https")
        setter.set(CURLOPT_FOLLOWLOCATION, 0)
        setter.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        setter.set(CURLOPT_PROXY, request.proxy ?? "")  // "": not even the environment's
        setter.set(CURLOPT_NOPROXY, "")
        setter.set(CURLOPT_NOSIGNAL, 1)
        setter.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeoutMilliseconds)
        setter.set(CURLOPT_TIMEOUT_MS, request.totalTimeoutMilliseconds)
        setter.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        setter.set(CURLOPT_SSL_VERIFYPEER, 1)
        setter.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let folder = request.systemAuthoritiesFolder { setter.set(CURLOPT_CAPATH, folder) }
        if let file = request.authoritiesFile {
            setter.set(CURLOPT_CAINFO, file)
            setter.clear(CURLOPT_CAPATH)  // instead of the system's, and not beside them
        }
        if request.usesFreshConnection {
            setter.set(CURLOPT_FRESH_CONNECT, 1)
            setter.set(CURLOPT_FORBID_REUSE, 1)
        }
    }

    private func configureBody(_ setter: inout OptionSetter) {
        switch request.method {
        case .get: setter.set(CURLOPT_HTTPGET, 1)
        case .post: setter.set(CURLOPT_POST, 1)
        case .put, .patch, .delete: setter.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        if let body = request.body ?? (request.method == .post ? [] : nil) {
            setter.copyBody(body)
        }
        append(headerLine: "Expect:")  // no 100-continue round trip
        for field in request.headers.fields {
            // "Name:" alone would remove a header of libcurl's; "Name;" sends an empty one.
            append(headerLine: field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        setter.set(CURLOPT_HTTPHEADER, headerLines)
    }

    private func append(headerLine: String) {
        headerLines = curl_slist_append(headerLines, headerLine) ?? headerLines
    }

    private func configureCallbacks(_ setter: inout OptionSetter) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        setter.set(CURLOPT_PRIVATE, me)
        setter.set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
        setter.set(CURLOPT_WRITEDATA, me)
        setter.set(
            CURLOPT_WRITEFUNCTION,
            { bytes, size, count, me in
                Transfer.from(me).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        setter.set(CURLOPT_HEADERDATA, me)
        setter.set(
            CURLOPT_HEADERFUNCTION,
            { bytes, size, count, me in
                Transfer.from(me).receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        setter.set(CURLOPT_PREREQDATA, me)
        setter.setPrerequisite { me, _, _, _, _ in Transfer.from(me).aboutToSend() }
    }

    /// The transfer behind a callback's or message's pointer.
    static func from(_ pointer: UnsafeMutableRawPointer?) -> Transfer {
        guard let pointer else { preconditionFailure("libcurl lost the pointer it was given") }
        return Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
    }

    // MARK: Under way

    /// libcurl repeats a request by itself when a kept connection dies before it answered, and says nothing. Here
    /// it asks each time before it writes, and the second time it is told no, unless the request only reads.
    private func aboutToSend() -> Int32 {
        starts += 1
        return starts == 1 || request.method.mayBeRepeated ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    /// Takes part of the body; taking less than offered makes libcurl end the transfer.
    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= request.replySizeLimitBytes else {
            isReplyTooLarge = true
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// Takes one header line. A new status line (after 1xx) begins the headers again; an empty line ends them. Works on
    /// bytes: this runs a dozen times for every answer.
    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        if bytes.starts(with: "HTTP/".utf8) {
            headers = HTTPHeaders()
            areHeadersWhole = false
        } else if bytes.elementsEqual("\r\n".utf8) || bytes.elementsEqual("\n".utf8) {
            areHeadersWhole = true
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: bytes[..<colon], as: UTF8.self)
            headers.add(name: name, value: Self.trimmed(bytes[(colon + 1)...]))
        }
        return bytes.count
    }

    /// Without the blanks, tabs and line ends around it.
    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }
        guard let start = bytes.firstIndex(where: { !isBlank($0) }),
            let end = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[start...end], as: UTF8.self)
    }

    // MARK: The end

    /// What the request came to, by libcurl's code and by whether a byte may have left.
    func outcome(_ code: CURLcode) -> HTTPOutcome {
        if code == CURLE_OK {
            // libcurl is content with an answer that breaks off in the middle of its headers.
            guard areHeadersWhole else { return .indeterminate(.broken("the headers break off")) }
            var status = 0
            _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            return .response(HTTPResponse(status: status, headers: headers, body: body))
        }
        return starts == 0 ? .notSent(notSent(code)) : .indeterminate(indeterminate(code))
    }

    /// What the request comes to when the transport ends under it.
    var outcomeAtShutDown: HTTPOutcome {
        starts == 0 ? .notSent(.shutDown) : .indeterminate(.shutDown)
    }

    private func notSent(_ code: CURLcode) -> HTTPNotSent {
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT:
            .invalidRequest(detail(code))
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            .nameNotResolved(detail(code))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            .notTrusted(detail(code))
        default:
            .notConnected(detail(code))
        }
    }

    private func indeterminate(_ code: CURLcode) -> HTTPIndeterminate {
        if isReplyTooLarge { return .replyTooLarge }
        if starts > 1 && !request.method.mayBeRepeated { return .keptConnectionDied }
        return switch code {
        case CURLE_OPERATION_TIMEDOUT: .timedOut(detail(code))
        case CURLE_GOT_NOTHING: .emptyReply
        default: .broken(detail(code))
        }
    }

    private func detail(_ code: CURLcode) -> String {
        errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    }
}
