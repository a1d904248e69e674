import CCurl
import CLibcurl

/// Sends HTTP requests through libcurl, many at once, on one thread of its own.
///
/// What it adds to libcurl is honesty about the outcome: ``HTTPOutcome`` says whether the other side may have
/// acted. No request but a GET is ever put on the wire twice by one call of ``send(_:)``.
public final class HTTPTransport: Sendable {
    private let inbox: Inbox

    /// Starts the thread.
    ///
    /// - Parameter maximumConnections: requests under way at a time, over all hosts, and connections kept; further
    ///   requests wait their turn, within their total time-out.
    public init(maximumConnections: Int = 64) throws(HTTPTransportError) {
        try Self.requireCurl()
        guard let multi = curl_multi_init() else { throw .curlUnavailable("no multi handle") }
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, maximumConnections)
        // The pointer is used by the thread, and by the inbox under its lock for curl_multi_wakeup, the one
        // call that libcurl allows from other threads.
        nonisolated(unsafe) let handle = multi
        let inbox = Inbox(multi: handle)
        self.inbox = inbox
        do {
            try CurlThread.run {
                CurlLoop(multi: handle, inbox: inbox, maximumTransfers: maximumConnections).run()
            }
        } catch {
            curl_multi_cleanup(multi)
            throw error
        }
    }

    deinit { inbox.close(graceMilliseconds: 0) }

    /// Sends the request and returns how it ended. Never throws, and does not look at task cancellation: what may
    /// have left must be waited for, and the time-outs bound the wait.
    public func send(_ request: HTTPRequest) async -> HTTPOutcome {
        if let violation = RequestRules.violation(in: request) {
            return .notSent(.invalidRequest(violation))
        }
        return await withCheckedContinuation { continuation in
            if !inbox.add(Inbox.Job(request, continuation)) {
                continuation.resume(returning: .notSent(.shutDown))
            }
        }
    }

    /// Takes no more requests, gives those under way so many milliseconds, then ends them, frees everything and
    /// returns when the thread is done.
    public func shutDown(graceMilliseconds: Int = 0) async {
        inbox.close(graceMilliseconds: graceMilliseconds)
        await inbox.waitForEnd()
    }

    /// libcurl 7.85 brought CURLOPT_PROTOCOLS_STR; CURLOPT_PREREQFUNCTION is of 7.80.
    private static func requireCurl() throws(HTTPTransportError) {
        guard globalCode == CURLE_OK else {
            throw .curlUnavailable(String(cString: curl_easy_strerror(globalCode)))
        }
        guard let version = curl_version_info(CURLVERSION_FIRST)?.pointee else {
            throw .curlUnavailable("no version")
        }
        guard version.version_num >= 0x07_5500 else { throw .curlTooOld(String(cString: version.version)) }
    }

    /// curl_global_init, once for the process. 3 is CURL_GLOBAL_ALL, a macro that Swift does not see.
    private static let globalCode = curl_global_init(3)
}
