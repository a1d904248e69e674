#if FAULT_INJECTION
    import Glibc

    /// What `DUEDAY_CRASH` asks for, and how often each point was passed.
    private final class CrashPlan: @unchecked Sendable {  // every access to `passes` holds `mutex`
        private struct Step {
            var pass: Int
            var signal: Int32
        }

        static let current = CrashPlan(getenv(FaultVariables.crash).map { String(cString: $0) } ?? "")

        private static let signals = ["": SIGKILL, "stop": SIGSTOP, "abort": SIGABRT]

        private let steps: [KillPoint: [Step]]
        private var passes: [KillPoint: Int] = [:]
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

        private init(_ text: String) {
            pthread_mutex_init(mutex, nil)
            var steps: [KillPoint: [Step]] = [:]
            for item in text.split(separator: ",") {
                let parts = item.split(separator: ":").map(String.init)
                guard (2...3).contains(parts.count), let point = KillPoint(rawValue: parts[0]),
                    let pass = Int(parts[1]), pass > 0,
                    let signal = Self.signals[parts.dropFirst(2).first ?? ""]
                else {
                    fatalError(
                        "\(FaultVariables.crash): \"\(item)\" is not of the form K5:3, K3:1:stop or K6:1:abort"
                    )
                }
                steps[point, default: []].append(Step(pass: pass, signal: signal))
            }
            self.steps = steps
        }

        /// The signal of this pass; nil lets it go on.
        func signal(at point: KillPoint) -> Int32? {
            guard let steps = steps[point] else { return nil }
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            passes[point, default: 0] += 1
            return steps.first { $0.pass == passes[point] }?.signal
        }
    }

    extension KillPoint {
        func takeEffect(_ signal: Int32) {
            if signal == SIGABRT { abort() }  // whatever signals are blocked
            // To this thread, which takes it before it goes on; sent to the process, another one may take it later.
            pthread_kill(pthread_self(), signal)
        }

        /// The signal that this pass is to send to its own process.
        func signalOfThisPass() -> Int32? { CrashPlan.current.signal(at: self) }

        /// At the pass whose turn it is: sends half of the request to the server and dies. The server sees a request
        /// that ends in the middle of its body.
        ///
        /// - Parameters:
        ///   - host: an IPv4 address.
        ///   - head: request line and headers, with the length of the whole body.
        public func passSendingHalf(host: String, port: UInt16, head: String, body: [UInt8]) {
            guard let signal = signalOfThisPass() else { return }
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, host, &address.sin_addr)
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let connected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
            }
            guard connected == 0 else { fatalError("K4: no connection to \(host):\(port)") }
            let half = Array(head.utf8) + body.prefix(body.count / 2)
            guard write(descriptor, half, half.count) == half.count else { fatalError("K4: not written") }
            usleep(5_000)  // so that the half is there before the connection ends
            takeEffect(signal)
        }
    }
#endif
