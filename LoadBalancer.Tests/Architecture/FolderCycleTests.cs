namespace LoadBalancer.Tests.Architecture;

/// <summary>The folders of a project form no cycle, so each can be read after the folders that it uses.</summary>
public sealed class FolderCycleTests
{
    public static TheoryData<string> Projects =>
        [
            "Core", "Http", "Presentation", "Cluster", "Redis", "ServiceDefaults", "Proxy", "Yarp", "Gateway", "Dashboard", "Backend",
            "Aspire.Hosting", "AppHost", "Simulator",
        ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_FormNoCycle(string project)
    {
        var graph = new FolderGraph(Path.Combine(AppContext.BaseDirectory, $"LoadBalancer.{project}.dll"), $"LoadBalancer.{project}");

        Assert.NotEmpty(graph.Folders);
        Assert.Empty(graph.Cycles().Select(cycle => string.Join(' ', cycle)));
    }
}
