public import BillingCalendar

/// Why a time zone cannot be had.
public enum ZoneDatabaseError: Error, Hashable, Sendable {
    /// No zone has this name.
    case unknownZone(String)
    /// The folder of zones is not there: the zone asked for, and the folder.
    case databaseMissing(String, root: String)
    /// The zone's file cannot be read: the zone, and the system's error number.
    case unreadable(String, errno: Int32)
    /// The zone's file is damaged.
    case damaged(CalendarError)
}

extension ZoneDatabaseError: CustomStringConvertible {
    /// What is wrong, and what an operator can do.
    public var description: String {
        switch self {
        case .unknownZone(let identifier):
            "'\(identifier)' is not an IANA time zone like Europe/Berlin"
        case .databaseMissing(let identifier, let root):
            "no time zone '\(identifier)': there is no \(root); install the package tzdata"
        case .unreadable(let identifier, let number):
            "the file of time zone '\(identifier)' cannot be read (errno \(number))"
        case .damaged(let error): "\(error); install the package tzdata again"
        }
    }
}
