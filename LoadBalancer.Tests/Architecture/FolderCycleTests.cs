namespace LoadBalancer.Tests.Architecture;

/// <summary>Folders of a project form no cycle: each can be read after those that it uses.</summary>
public sealed class FolderCycleTests
{
    /// <summary>What is still to be taken apart.</summary>
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["Gateway"] =
        [
            "Clients Configuration Counting Endpoints Fields Health Http1 Keys Limits Listening Relay RequestLog Requests Responses Retries Routing Servers State Statistics Tracing WarmUp",
        ],
    };

    public static TheoryData<string> Projects =>
        ["Core", "Registry", "ServiceDefaults", "Gateway", "Dashboard", "Backend", "Aspire.Hosting", "AppHost", "Simulator"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_FormNoCycle(string project)
    {
        var graph = new FolderGraph(Path.Combine(AppContext.BaseDirectory, $"LoadBalancer.{project}.dll"), $"LoadBalancer.{project}");

        Assert.NotEmpty(graph.Folders);
        Assert.Equal(Known.GetValueOrDefault(project, []), graph.Cycles().Select(cycle => string.Join(' ', cycle)));
    }
}
