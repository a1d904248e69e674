import CCurl
import CLibcurl
import Glibc

/// The loop of the one thread that touches libcurl's handles: take jobs, let libcurl work, hand out results.
///
/// Not Sendable on purpose: it is made inside the thread and never leaves it.
final class CurlLoop {
    private let multi: UnsafeMutableRawPointer
    private let inbox: Inbox
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]

    init(multi: UnsafeMutableRawPointer, inbox: Inbox) {
        self.multi = multi
        self.inbox = inbox
    }

    /// Runs until the inbox is closed and everything under way is over or out of time.
    func run() {
        while true {
            let delivery = inbox.take()
            for job in delivery.jobs { start(job) }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone()
            if let closesAt = delivery.closesAt {
                let remaining = closesAt - Inbox.monotonicMilliseconds()
                if transfers.isEmpty || remaining <= 0 { break }
                curl_multi_poll(multi, nil, 0, Int32(clamping: min(remaining, 1_000)), nil)
            } else {
                curl_multi_poll(multi, nil, 0, 1_000, nil)
            }
        }
        end()
    }

    private func start(_ job: Inbox.Job) {
        guard let transfer = Transfer(job.request, continuation: job.continuation) else {
            job.continuation.resume(returning: .notSent(.notConnected("no memory for a handle")))
            return
        }
        if let refusal = transfer.configure() {
            job.continuation.resume(returning: .notSent(refusal))
            return
        }
        let code = curl_multi_add_handle(multi, transfer.easy)
        guard code == CURLM_OK else {
            let reason = String(cString: curl_multi_strerror(code))
            job.continuation.resume(returning: .notSent(.notConnected(reason)))
            return
        }
        transfers[transfer.easy] = transfer
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
                continue
            }
            // Read before the handle, and the message with it, is gone.
            let code = message.pointee.data.result
            guard let transfer = transfers.removeValue(forKey: easy) else { continue }
            curl_multi_remove_handle(multi, easy)
            transfer.continuation.resume(returning: transfer.outcome(code))
        }
    }

    private func end() {
        for transfer in transfers.values {
            curl_multi_remove_handle(multi, transfer.easy)
            transfer.continuation.resume(returning: transfer.outcomeAtShutDown)
        }
        transfers.removeAll()
        let waiters = inbox.letGo()
        curl_multi_cleanup(multi)
        for waiter in waiters { waiter.resume() }
    }
}
