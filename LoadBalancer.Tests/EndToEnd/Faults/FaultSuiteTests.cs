using System.Globalization;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>Processes of a cluster under load die, hang and stop in a seeded order, and clients do not notice.</summary>
[Collection(OneAtATime.Name)]
public sealed class FaultSuiteTests
{
    private const int ShortRounds = 5;

    [Fact]
    public Task Faults_AFewInARow_FailNoIdempotentRequest() => RunAsync(FaultPlan.FromEnvironment(ShortRounds), "faults-short.txt");

    [Fact]
    public Task Faults_ManyInARow_FailNoIdempotentRequest()
    {
        Assert.SkipWhen(FaultPlan.LongRounds == 0, "The long form runs with LB_FAULT_ROUNDS=10.");
        return RunAsync(FaultPlan.FromEnvironment(FaultPlan.LongRounds), "faults-long.txt");
    }

    private static async Task RunAsync(FaultPlan plan, string file)
    {
        var lines = new List<string>();
        Report(lines, file, string.Create(CultureInfo.InvariantCulture, $"LB_FAULT_SEED={plan.Seed}"));
        var random = new Random(plan.Seed);
        await using var cluster = await FaultCluster.StartAsync(
            ("Gateway__SlowStart", "00:00:01"), ("Gateway__Retries__AttemptTimeout", plan.AttemptTimeout.ToString()));
        var reports = new List<RoundReport>();
        foreach (var kind in plan.Draw(random).ToArray())
        {
            var report = await new FaultRound(cluster, kind, random.Next(), plan.Hold).RunAsync(reports.Count + 1);
            reports.Add(report);
            Report(lines, file, report.ToString());
            await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, Path.ChangeExtension(file, ".log")), cluster.Lines);
        }

        Report(lines, file, InAll(reports));
        var story = string.Join('\n', lines);
        Assert.True(reports.All(report => !report.Failures.Any(failure => failure.IsIdempotent)), $"Idempotent requests failed.\n{story}");
        Assert.True(
            reports.All(report => report.LongestStall < plan.LongestStall),
            $"A request stalled for {plan.LongestStall} or longer.\n{story}");
        Assert.True(reports.All(report => report.UnexplainedMoves == 0), $"Keys moved for no known reason.\n{story}");
        Assert.True(
            reports.All(report => report is { PostsDoneTwice: 0, PostsNotDone: 0 }),
            $"POSTs were processed twice, or acknowledged but not processed.\n{story}");
        Assert.True(
            reports.All(report => report.MayFailPosts || report.Failures.Count == 0), $"POSTs failed though no process died.\n{story}");
    }

    private static string InAll(IReadOnlyCollection<RoundReport> reports) => string.Create(
        CultureInfo.InvariantCulture,
        $"In total: {reports.Sum(report => report.Responses.Count)} requests, "
        + $"{reports.Sum(report => report.Failures.Count(failure => failure.IsIdempotent))} GETs and "
        + $"{reports.Sum(report => report.Failures.Count(failure => !failure.IsIdempotent))} POSTs failed; longest stall "
        + $"{reports.Max(report => report.LongestStall).TotalMilliseconds:F0} ms; {reports.Sum(report => report.PostsDoneTwice)} POSTs "
        + $"processed twice; {reports.Sum(report => report.UnexplainedMoves)} keys moved for no known reason");

    private static void Report(List<string> lines, string file, string line)
    {
        lines.Add(line);
        TestContext.Current.SendDiagnosticMessage(line);
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, file), lines);
    }
}
