using Headrace.Lab.Costs;
using Headrace.Lab.Reporting.Pictures;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>What it would have cost on AWS, line by line.</summary>
internal static class CostSection
{
    public static FigureSection Of(CostSummary? costs)
    {
        var section = new FigureSection("cost", "What it costs");
        if (costs is null)
        {
            section.LeaveOut("The bill", "it was not computed");
            return section;
        }

        section.Tables = html =>
        {
            Write(html, costs.Run);
            if (costs.Month is { } month)
            {
                Write(html, month);
            }

            html.Element("p", $"Prices: {costs.Prices}.");
            if (costs.Remarks.Count > 0)
            {
                html.Open("ul");
                foreach (var remark in costs.Remarks)
                {
                    html.Element("li", remark);
                }

                html.Close();
            }
        };
        return section;
    }

    private static void Write(Html html, Bill bill)
    {
        html.Element("h3", $"{char.ToUpperInvariant(bill.Title[0])}{bill.Title[1..]}: {Say.Money(bill.Total)}");
        html.Table(
            $"Bill for {bill.Title}, {Say.Count(bill.Items)} items", ["what", "quantity", "price of one", "amount"],
            bill.Lines.Select(line => (string[])[$"{line.Service}, {line.Item}", $"{Figures.Digits(line.Quantity)} {line.Unit}", Say.Price(line.UnitPrice), Say.Money(line.Amount)])
                .Append(["total", "", $"{Say.Money(bill.PerItem)} an item", Say.Money(bill.Total)]));
    }
}
