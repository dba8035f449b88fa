using Headrace.Ledger;
using Headrace.Tables.Schema;

namespace Headrace.Tables.Storage;

/// <summary>The rows of <c>dynamo_token</c>: transactions that a repeated request must not carry out again.</summary>
internal static class TransactionTokens
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>False when this very request has been carried out in the last ten minutes.</summary>
    /// <exception cref="TablesException">IdempotentParameterMismatchException: another request bore the token.</exception>
    public static bool Take(LedgerTransaction transaction, TableScope scope, string token, byte[] request, DateTimeOffset now)
    {
        using (var find = transaction.Prepare("SELECT request FROM dynamo_token WHERE account = ? AND region = ? AND token = ? AND at > ?"))
        {
            find.Bind(1, scope.Account).Bind(2, scope.Region).Bind(3, token).Bind(4, (now - Kept).ToUnixTimeMilliseconds());
            if (find.Step())
            {
                return find.Blob(0).SequenceEqual(request) ? false : throw new TablesException(
                    "IdempotentParameterMismatchException", "The idempotency token was already used with different request parameters");
            }
        }

        using var insert = transaction.Prepare("INSERT OR REPLACE INTO dynamo_token(account, region, token, request, at) VALUES(?, ?, ?, ?, ?)");
        insert.Bind(1, scope.Account).Bind(2, scope.Region).Bind(3, token).Bind(4, request).Bind(5, now.ToUnixTimeMilliseconds()).Run();
        return true;
    }

    public static bool AnyBefore(LedgerConnection connection, DateTimeOffset now)
    {
        using var statement = connection.Prepare("SELECT 1 FROM dynamo_token WHERE at <= ? LIMIT 1");
        return statement.Bind(1, (now - Kept).ToUnixTimeMilliseconds()).Step();
    }

    /// <summary>True when there may be more.</summary>
    public static bool Forget(LedgerTransaction transaction, DateTimeOffset now)
    {
        using var delete = transaction.Prepare(
            "DELETE FROM dynamo_token WHERE (account, region, token) IN (SELECT account, region, token FROM dynamo_token WHERE at <= ? ORDER BY at LIMIT 500)");
        return delete.Bind(1, (now - Kept).ToUnixTimeMilliseconds()).Run() == 500;
    }
}
