public import BillingCalendar

/// A mail: text and HTML of the same content, and files.
public struct MailMessage: Sendable, Hashable {
    /// A file that goes with it.
    public struct Attachment: Sendable, Hashable {
        /// As the reader saves it; anything but letters, digits, ".", "-" and "_" is written as "_".
        public var fileName: String
        /// "application/pdf".
        public var mediaType: String
        /// The file.
        public var bytes: [UInt8]

        /// A file with all its facts.
        public init(fileName: String, mediaType: String, bytes: [UInt8]) {
            self.fileName = fileName
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }

    /// Somebody with a name.
    public struct Mailbox: Sendable, Hashable {
        /// As people read it; nil: the address alone.
        public var name: String?
        /// Where it goes.
        public var address: EmailAddress

        /// A mailbox with or without a name.
        public init(name: String? = nil, address: EmailAddress) {
            self.name = name
            self.address = address
        }
    }

    /// Who writes; also the envelope's sender, to whom bounces go.
    public var from: Mailbox
    /// Who it is for.
    public var to: Mailbox
    /// Where answers go, if not to the sender.
    public var replyTo: EmailAddress?
    /// One line.
    public var subject: String
    /// The same for every sending of the same mail, so that a reader's program knows a repetition: "x@example.com".
    public var id: String
    /// When it is sent.
    public var sentAt: Instant
    /// The text part.
    public var text: String
    /// The HTML part.
    public var html: String
    /// In their order.
    public var attachments: [Attachment]

    /// A mail with all its parts.
    public init(
        from: Mailbox, to: Mailbox, replyTo: EmailAddress? = nil, subject: String, id: String,
        sentAt: Instant,
        text: String, html: String, attachments: [Attachment] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.id = id
        self.sentAt = sentAt
        self.text = text
        self.html = html
        self.attachments = attachments
    }
}

extension MailMessage {
    /// The mail as it goes over the wire: RFC 5322 and 2045 to 2047, 7 bits, lines of at most 76 characters that end
    /// in CRLF. Equal mails give equal bytes.
    public var bytes: [UInt8] {
        var lines = headerLines
        let alternative = MultipartLines(
            subtype: "alternative", boundary: boundary("alternative"),
            parts: [
                Self.textPart(text, subtype: "plain"), Self.textPart(html, subtype: "html"),
            ])
        if attachments.isEmpty {
            lines += alternative.lines
        } else {
            let files = attachments.map(Self.filePart)
            lines +=
                MultipartLines(
                    subtype: "mixed", boundary: boundary("mixed"), parts: [alternative.lines] + files
                ).lines
        }
        return lines.flatMap { Array($0.utf8) + [0x0D, 0x0A] }
    }

    private var headerLines: [String] {
        var lines = HeaderField("From", mailbox: from).lines + HeaderField("To", mailbox: to).lines
        if let replyTo { lines += HeaderField("Reply-To", mailbox: Mailbox(address: replyTo)).lines }
        lines += HeaderField("Subject", text: subject).lines
        lines.append("Date: \(MailDate.text(sentAt))")
        lines.append("Message-ID: <\(HeaderField.token(id))>")
        // RFC 3834: no answering machine answers it.
        lines.append("Auto-Submitted: auto-generated")
        lines.append("MIME-Version: 1.0")
        return lines
    }

    /// "=_" stands in no line of quoted-printable or base64 text, so that no part can contain a boundary.
    private func boundary(_ name: String) -> String {
        "=_\(name)_\(HeaderField.token(id).prefix(32).replacing("@", with: "."))"
    }

    private static func textPart(_ text: String, subtype: String) -> [String] {
        ["Content-Type: text/\(subtype); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", ""]
            + QuotedPrintable.lines(text)
    }

    private static func filePart(_ file: Attachment) -> [String] {
        let name = String(file.fileName.unicodeScalars.map { HeaderField.isPlain($0) ? Character($0) : "_" })
        return [
            "Content-Type: \(HeaderField.token(file.mediaType)); name=\"\(name)\"",
            "Content-Disposition: attachment; filename=\"\(name)\"",
            "Content-Transfer-Encoding: base64", "",
        ] + Base64Lines.lines(file.bytes)
    }
}

/// A multipart body with its own header.
private struct MultipartLines {
    var subtype: String
    var boundary: String
    var parts: [[String]]

    var lines: [String] {
        var lines = ["Content-Type: multipart/\(subtype);", " boundary=\"\(boundary)\"", ""]
        for part in parts { lines += ["--\(boundary)"] + part }
        return lines + ["--\(boundary)--", ""]
    }
}
