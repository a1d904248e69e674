#if FAULT_INJECTION
    import Glibc
#endif

/// The environment variables that a test build reads beside the settings; none in a release build, where they are
/// refused like every misspelt setting.
public enum FaultVariables {
    #if FAULT_INJECTION
        static let crash = "DUEDAY_CRASH"
        static let wrong = "DUEDAY_WRONG"
        private static let timeout = "DUEDAY_TIMEOUT"
        private static let ahead = "DUEDAY_AHEAD"
        private static let idle = "DUEDAY_IDLE"

        /// The names.
        public static let names = [crash, wrong, timeout, ahead, idle]

        /// Milliseconds after which a request to a processor is given up; nil leaves it as it is in service.
        public static var timeoutMilliseconds: Int? {
            getenv(timeout).flatMap { Int(String(cString: $0)) }
        }

        /// Milliseconds that a transaction may idle: a process that is to stand still in one must not lose its session
        /// meanwhile. Nil leaves it as it is in service.
        public static var idleMilliseconds: Int? {
            getenv(idle).flatMap { Int(String(cString: $0)) }
        }

        /// Seconds by which the clock that announced debits go by is ahead of this machine's: notices of 36 hours run
        /// out in no time.
        public static var secondsAhead: Int64 {
            getenv(ahead).flatMap { Int64(String(cString: $0)) } ?? 0
        }
    #else
        /// The names: none.
        public static let names: [String] = []
    #endif
}
