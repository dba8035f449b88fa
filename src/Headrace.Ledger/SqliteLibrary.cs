using System.Runtime.InteropServices;
using SQLitePCL;

namespace Headrace.Ledger;

/// <summary>
/// Picks the SQLite to use: the system's patched <c>libsqlite3.so.0</c> where present, else the one bundled with the package.
/// </summary>
public static class SqliteLibrary
{
    private static readonly Lazy<string> Loaded = new(() =>
    {
        var found = "bundled";
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, assembly, searchPath) =>
        {
            if (name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var system))
            {
                found = "system";
                return system;
            }

            return nint.Zero;
        });
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return $"{raw.sqlite3_libversion().utf8_to_string()} ({found})";
    });

    /// <summary>Loads the library once and says which: <c>3.40.1 (system)</c>.</summary>
    public static string Load() => Loaded.Value;
}
