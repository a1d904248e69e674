import Glibc

/// A detached thread with every signal blocked: signals are the main program's business, and a SIGPIPE from a
/// dying TLS connection must not end the process.
enum CurlThread {
    /// Hands `start` over to the new thread, which owns it alone.
    private final class Start {
        let body: () -> Void

        init(_ body: @escaping () -> Void) { self.body = body }
    }

    static func run(_ body: sending @escaping () -> Void) throws(HTTPTransportError) {
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
        let start = Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, attributes,
            { pointer in
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                if let pointer { Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body() }
                return nil
            },
            start.toOpaque())
        guard code == 0 else {
            start.release()
            throw .noThread(code)
        }
    }
}
