using Headrace.Gauge.Rows;

namespace Headrace.Cli.Gauge;

/// <summary><c>headrace gauge schema</c>: the table that the gauge function writes to.</summary>
internal static class SchemaCommand
{
    public static DocumentedCommand Create()
    {
        var command = new DocumentedCommand("schema", "Print the PostgreSQL table that the gauge function writes to.", """
            Safe to apply again, and to a table that is there already: only what is missing is added.

            Examples:
              headrace gauge schema | psql "host=db.example.com dbname=rivers user=gauge"
            """);
        command.SetAction(_ =>
        {
            Console.Out.Write(PostgresSchema.Ddl);
            return HeadraceCommand.Succeeded;
        });
        return command;
    }
}
