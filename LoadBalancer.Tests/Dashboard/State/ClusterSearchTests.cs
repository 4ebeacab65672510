using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ClusterSearchTests
{
    [Theory]
    [InlineData("BACKEND-4", "backend-4", 1, 0, 0)]
    [InlineData(" 10.0.0.12 ", "backend-2", 1, 0, 0)]
    [InlineData("Gateway-1", null, 0, 1, 0)]
    [InlineData("<script>", null, 0, 0, 1)]
    [InlineData("no such thing", null, 0, 0, 0)]
    public void Of_AText_FindsWhatHasIt(string text, string? server, int servers, int gateways, int keys)
    {
        var found = Of(text);

        Assert.Equal((servers, gateways, keys), (found.Servers.Length, found.Gateways.Length, found.HotKeys.Length));
        Assert.Equal(server, found.Servers.Select(one => one.Server.Id.Value).FirstOrDefault());
        Assert.Equal(found.Servers.Length + found.Gateways.Length + found.HotKeys.Length + found.Events.Length, found.Count);
        Assert.All(found.Events, one => Assert.Contains(text.Trim(), one.By, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Of_Nothing_FindsNothing(string? text) => Assert.Equal(0, Of(text).Count);

    [Fact]
    public void Of_ALongText_IsCut() => Assert.Equal(ClusterSearch.LongestText, Of(new string('x', 10_000)).Text.Length);

    private static ClusterSearch Of(string? text)
    {
        var snapshot = SampleCluster.InUse();
        return ClusterSearch.Of(
            snapshot, ServerRows.InOrder(snapshot.Servers), text, (one, part) => one.By.Contains(part, StringComparison.Ordinal));
    }
}
