using System.Globalization;
using System.Text;
using Headrace.Lab.Costs;

namespace Headrace.Cli.Lab;

/// <summary>A cost as a terminal shows it: every line with its quantity and its price.</summary>
internal static class CostText
{
    public static string Of(CostSummary cost)
    {
        var text = new StringBuilder();
        Append(text, cost.Run);
        if (cost.Month is { } month)
        {
            Append(text.Append("\n\n"), month);
        }

        text.Append(CultureInfo.InvariantCulture, $"\n\nPrices: {cost.Prices}. Sources:");
        foreach (var source in cost.Sources)
        {
            text.Append("\n  ").Append(source);
        }

        foreach (var remark in cost.Remarks)
        {
            text.Append("\n\n").Append(remark);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Bill bill)
    {
        var table = new TextTable("service", "item", "quantity", "unit", "price ($)", "amount ($)");
        foreach (var line in bill.Lines)
        {
            table.Add(line.Service, line.Item, Number(line.Quantity, "#,##0.######"), line.Unit, Number(line.UnitPrice, "0.############"), Number(line.Amount, "#,##0.00######"));
        }

        text.Append(CultureInfo.InvariantCulture, $"Cost of {bill.Title}: {PriceOptions.Dollars(bill.Total)}, {PriceOptions.Dollars(bill.PerItem)} an item ({bill.Items:#,##0})\n\n").Append(table);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
