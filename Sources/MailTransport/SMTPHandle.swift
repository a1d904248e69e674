import CCurl
import CLibcurl

/// One easy handle of libcurl with its connection.
///
/// Unchecked Sendable: libcurl lets a handle go from thread to thread as long as one uses it at a time, and the queue
/// of its lane sees to that.
final class SMTPHandle: @unchecked Sendable {
    private static let connectTimeoutMilliseconds = 10_000
    private static let totalTimeoutMilliseconds = 60_000

    private let easy: UnsafeMutableRawPointer

    /// nil where libcurl has no memory for it. curl_global_init, once for the process; 3 is CURL_GLOBAL_ALL, a macro
    /// that Swift does not see.
    init?() {
        guard Self.globalCode == CURLE_OK, let easy = curl_easy_init() else { return nil }
        self.easy = easy
    }

    private static let globalCode = curl_global_init(3)

    deinit { curl_easy_cleanup(easy) }

    /// Hands one mail over; blocks until it is known how it ended, at most a minute.
    func send(_ message: MailMessage, to server: SMTPServer) -> SMTPOutcome {
        curl_easy_reset(easy)  // keeps the connection
        let exchange = SMTPExchange(message.bytes)
        let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { errorText.deallocate() }
        let recipients = curl_slist_append(nil, "<\(message.to.address.text)>")
        defer { curl_slist_free_all(recipients) }
        var codes = connectionOptions(server)
        codes += [
            ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText)),
            ccurl_set_string(easy, CURLOPT_MAIL_FROM, "<\(message.from.address.text)>"),
            ccurl_set_list(easy, CURLOPT_MAIL_RCPT, recipients),
        ]
        codes += exchange.options(easy)
        guard codes.allSatisfy({ $0 == CURLE_OK }) else { return .unreachable("libcurl refuses an option") }
        let code = curl_easy_perform(easy)
        var reply = 0
        _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &reply)
        let detail =
            errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
        return exchange.outcome(code, reply: reply, detail: Self.words(code, detail, server))
    }

    /// What libcurl says, and what to do about it where a setting decides it.
    private static func words(_ code: CURLcode, _ detail: String, _ server: SMTPServer) -> String {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION:
            "its certificate is not trusted (\(detail)): name the PEM file of its authority in smtp.authorities"
        case CURLE_SSL_CACERT_BADFILE:
            "smtp.authorities, \(server.authoritiesFile ?? ""), holds no certificates (\(detail))"
        case CURLE_USE_SSL_FAILED:
            "it offers no STARTTLS, and no mail leaves in plain text (\(detail)): use smtps://HOST:465 or another server"
        case CURLE_LOGIN_DENIED: "it does not take smtp.user and smtp.password (\(detail))"
        default: detail
        }
    }

    private func connectionOptions(_ server: SMTPServer) -> [CURLcode] {
        let starttls = server.demandsTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
        var codes = [
            ccurl_set_string(easy, CURLOPT_URL, server.url),
            ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            ccurl_set_string(easy, CURLOPT_PROXY, ""),  // "": not even the environment's
            ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1),
            ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.connectTimeoutMilliseconds),
            ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.totalTimeoutMilliseconds),
            ccurl_set_long(easy, CURLOPT_USE_SSL, Int(starttls.rawValue)),
            ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
        ]
        if let folder = server.systemAuthoritiesFolder {
            codes.append(ccurl_set_string(easy, CURLOPT_CAPATH, folder))
        }
        if let file = server.authoritiesFile {
            codes.append(ccurl_set_string(easy, CURLOPT_CAINFO, file))
            // Instead of the system's, and not beside them.
            codes.append(ccurl_set_string(easy, CURLOPT_CAPATH, nil))
        }
        if let user = server.user, let password = server.password {
            codes.append(ccurl_set_string(easy, CURLOPT_USERNAME, user))
            codes.append(ccurl_set_string(easy, CURLOPT_PASSWORD, password))
        }
        return codes
    }
}

/// What goes up and what comes back while one mail is handed over; the callbacks reach it through an unretained
/// pointer, which is valid because the caller holds it until libcurl is done.
private final class SMTPExchange {
    private let bytes: [UInt8]
    private var sent = 0
    private var wasReadToEnd = false
    private var lastLine = ""

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func options(_ easy: UnsafeMutableRawPointer) -> [CURLcode] {
        let me = Unmanaged.passUnretained(self).toOpaque()
        return [
            ccurl_set_long(easy, CURLOPT_UPLOAD, 1),
            ccurl_set_pointer(easy, CURLOPT_READDATA, me),
            ccurl_set_data_function(easy, CURLOPT_READFUNCTION) { buffer, size, count, me in
                SMTPExchange.from(me).read(into: UnsafeMutableRawPointer(buffer), capacity: size * count)
            },
            ccurl_set_pointer(easy, CURLOPT_HEADERDATA, me),
            ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION) { line, size, count, me in
                SMTPExchange.from(me).note(UnsafeRawBufferPointer(start: line, count: size * count))
            },
        ]
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> SMTPExchange {
        guard let pointer else { preconditionFailure("libcurl lost the pointer it was given") }
        return Unmanaged<SMTPExchange>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func read(into buffer: UnsafeMutableRawPointer?, capacity: Int) -> Int {
        let count = min(capacity, bytes.count - sent)
        wasReadToEnd = count == 0
        guard count > 0, let buffer else { return 0 }
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: all.baseAddress! + sent, byteCount: count)
        }
        sent += count
        return count
    }

    /// The server's lines; the last one before the good-bye says why.
    private func note(_ line: UnsafeRawBufferPointer) -> Int {
        let text = String(decoding: line.prefix(500), as: UTF8.self)
        if !text.hasPrefix("221"), let first = text.split(whereSeparator: \.isNewline).first {
            lastLine = String(first)
        }
        return line.count
    }

    /// What libcurl's code means for this mail.
    ///
    /// MAIL, RCPT and DATA that are refused come as CURLE_SEND_ERROR, a mail that is refused as a whole as
    /// CURLE_WEIRD_SERVER_REPLY after its last byte; before it, the same code is about the server (libcurl's smtp.c).
    func outcome(_ code: CURLcode, reply: Int, detail: String) -> SMTPOutcome {
        switch code {
        case CURLE_OK: return .accepted(reply: lastLine)
        case CURLE_SEND_ERROR where (400...599).contains(reply):
            // A sender that is refused is refused for every mail.
            return detail.hasPrefix("MAIL") ? .unreachable(lastLine) : .refused(code: reply, reply: lastLine)
        case CURLE_WEIRD_SERVER_REPLY where wasReadToEnd && (400...599).contains(reply):
            return .refused(code: reply, reply: lastLine)
        default:
            return sent == 0 ? .unreachable(detail) : .unknown(detail)
        }
    }
}
