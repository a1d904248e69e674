public import Postgres

extension PostgresBooks {
    /// The schema's steps, for those who prepare many databases from one template.
    public static var migrations: [Migration] { SQL.migrations }
}
