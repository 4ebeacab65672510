using LoadBalancer.Presentation;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.Output;

/// <summary>Describes the problems found in request logs.</summary>
internal static class LogLines
{
    public static void Write(TextTables tables, LogProblems log)
    {
        foreach (var line in Of(log))
        {
            tables.Warn(line);
        }
    }

    public static IEnumerable<string> Of(LogProblems log)
    {
        if (log.Broken > 0)
        {
            yield return $"{Figures.Count(log.Broken)} broken and {Figures.Count(log.Lines)} valid lines; "
                + $"first broken line at {log.FirstBroken}";
        }

        foreach (var path in log.Cut)
        {
            yield return $"{path} is truncated or damaged; it was read up to that point.";
        }
    }
}
