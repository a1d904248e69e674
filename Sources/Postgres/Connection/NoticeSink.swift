import CLibPQ

/// Hands the server's NOTICEs to a closure; without one, libpq would write them to stderr.
final class NoticeSink {
    private let onNotice: @Sendable (String) -> Void

    init(_ onNotice: @escaping @Sendable (String) -> Void) {
        self.onNotice = onNotice
    }

    /// The sink must live as long as the connection.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeProcessor(
            connection,
            { sink, message in
                guard let sink, let message else { return }
                Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue()
                    .onNotice(String(cString: message))
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
