using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Exchange;

public sealed class GatewayStatusReaderTests : IDataPlane
{
    public long Rejected => 7;

    public GatewayFacts Facts { get; } = new("1.2.3", Connections: 5, CpuCores: 0.5, MemoryBytes: 200, MemoryLimitBytes: 800);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(10_000, GatewayStatusReader.MostFailures)]
    public void Read_ManyFailures_HasTheFirst(int failures, int expected)
    {
        var time = new FakeTimeProvider();
        var reader = new GatewayStatusReader(
            new ClusterState(GatewayParts.Defaults<PlacementOptions>()), new PlacementPolicy([]), this, GatewayParts.Identity("g"),
            new StoreClock(time), time);
        Failure failure = new(FailureCause.UnexpectedStatus, new string('x', 300));

        var status = reader.Read(Enumerable.Range(0, failures).Select(i => (new ServerId($"s{i}"), failure)), fault: null);

        Assert.Equal(expected, status.Failures.Count);
        Assert.Equal($"unexpected_status: {new string('x', 181)}…", status.Failures[new("s0")]);
        Assert.Equal(7, status.Rejected);
        Assert.Same(Facts, status.Facts);
    }
}
