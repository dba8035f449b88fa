using System.Globalization;
using Npgsql;

namespace Headrace.Gauge.Rows;

/// <summary>Where the database is: <c>DB_HOST</c>, <c>DB_NAME</c>, <c>DB_USER</c>, <c>DB_PASSWORD</c>; <c>DB_PORT</c>, <c>DB_SSLMODE</c> and <c>DB_SSLROOTCERT</c> as libpq's sslmode and sslrootcert.</summary>
public sealed record PostgresSettings
{
    private const int ConnectSeconds = 5;
    private const int CommandSeconds = 10;

    private readonly NpgsqlConnectionStringBuilder _connection;

    private PostgresSettings(NpgsqlConnectionStringBuilder connection) => _connection = connection;

    /// <summary>Opens nothing yet; the caller disposes it.</summary>
    internal NpgsqlDataSource Connect()
    {
        var builder = new NpgsqlSlimDataSourceBuilder(_connection.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }

    /// <exception cref="RowException">The database is away, or refuses.</exception>
    internal async Task<T> GuardAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFault.Of(this, fault);
        }
    }

    /// <summary>Without the password, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_connection.Username}@{_connection.Host}:{_connection.Port}/{_connection.Database}");

    /// <summary>Null when <c>DB_HOST</c> is not set.</summary>
    /// <exception cref="FormatException">A variable is missing, or makes no sense. The password is never part of the message.</exception>
    public static PostgresSettings? Read(Func<string, string?> variable)
    {
        if (variable("DB_HOST") is not { Length: > 0 } host)
        {
            return null;
        }

        string Required(string name) => variable(name) is { Length: > 0 } value ? value : throw new FormatException($"DB_HOST is set and {name} is not");
        return new PostgresSettings(new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Database = Required("DB_NAME"),
            Username = Required("DB_USER"),
            Password = Required("DB_PASSWORD"),
            Port = Port(variable("DB_PORT")),
            SslMode = Mode(variable("DB_SSLMODE")),
            RootCertificate = variable("DB_SSLROOTCERT") is { Length: > 0 } certificate ? certificate : null,
            ApplicationName = "headrace-gauge",
            Timeout = ConnectSeconds,
            CommandTimeout = CommandSeconds,
            // A function works on one event at a time; a fleet of functions must not take all of a database's connections.
            MaxPoolSize = 1,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
        });
    }

    private static int Port(string? text) => string.IsNullOrEmpty(text) ? 5432
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port
        : throw new FormatException($"DB_PORT is '{text}': it is a number from 1 to 65535");

    private static SslMode Mode(string? text) => text switch
    {
        null or "" or "prefer" => SslMode.Prefer,
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new FormatException($"DB_SSLMODE is '{text}': it is disable, allow, prefer, require, verify-ca or verify-full"),
    };
}
