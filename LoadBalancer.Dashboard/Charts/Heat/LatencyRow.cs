using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LoadBalancer.Core.Membership;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Charts.Heat;

/// <summary>A server's latency over time. Immutable.</summary>
/// <param name="Server">The server.</param>
/// <param name="P99">The latency that 99% of its requests did not exceed; <see langword="null"/> if it had none.</param>
/// <param name="Cells">The cells, the oldest first.</param>
internal sealed record LatencyRow(ServerId Server, TimeSpan? P99, ImmutableArray<LatencyCell> Cells)
{
    /// <summary>The number of columns in which requests failed.</summary>
    public int Failed => Cells.Count(cell => cell.IsFailed);

    /// <summary>The column with the greatest latency, the latest one of several; -1 if the server had no requests.</summary>
    public int Worst
    {
        get
        {
            var worst = -1;
            for (var i = 0; i < Cells.Length; i++)
            {
                if (Cells[i].P99 is { } latency && (worst < 0 || latency >= Cells[worst].P99))
                {
                    worst = i;
                }
            }

            return worst;
        }
    }

    /// <summary>Returns the outline of the cells of one step, each 1 wide and 1 high; empty if there are none.</summary>
    public string OutlineOf(LatencyScale scale, int step) => Outline(cell => cell.P99 is { } latency && scale.StepOf(latency) == step);

    /// <summary>Returns the outline of the cells in which requests failed.</summary>
    public string FailuresOutline() => Outline(cell => cell.IsFailed);

    /// <summary>
    /// Returns the values of all cells for the script that shows them at the pointer: p99, requests, failed attempts and 5xx responses,
    /// separated by commas, and the cells by semicolons.
    /// </summary>
    public string Data() => string.Join(';', Cells.Select(cell =>
        string.Create(CultureInfo.InvariantCulture, $"{Figures.Latency(cell.P99)},{cell.Requests},{cell.Failures},{cell.ServerErrors}")));

    /// <summary>Neighbours are drawn as one.</summary>
    private string Outline(Func<LatencyCell, bool> isIn)
    {
        var path = new StringBuilder();
        for (var i = 0; i < Cells.Length; i++)
        {
            var start = i;
            while (i < Cells.Length && isIn(Cells[i]))
            {
                i++;
            }

            if (i > start)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{start} 0h{i - start}v1h-{i - start}z");
            }
        }

        return path.ToString();
    }
}
