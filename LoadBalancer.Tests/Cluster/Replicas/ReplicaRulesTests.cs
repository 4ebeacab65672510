using LoadBalancer.Cluster.Replicas;

namespace LoadBalancer.Tests.Cluster.Replicas;

public sealed class ReplicaRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("build-1/4711")]
    [InlineData("AppHost on büro 7 😀")]
    public void CheckName_Printable_IsAllowed(string name) => Assert.Null(ReplicaRules.CheckName(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u007fb")]
    [InlineData("a\u200bb")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2028b")]
    [InlineData("a\ue000b")]
    [InlineData("a\ufffdb")]
    public void CheckName_NotPrintable_IsRejected(string? name) =>
        Assert.Contains("1 to 128 printable characters", ReplicaRules.CheckName(name), StringComparison.Ordinal);

    [Fact]
    public void CheckName_LoneSurrogate_IsRejected() => Assert.NotNull(ReplicaRules.CheckName($"a{'\ud800'}b"));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void CheckName_AtItsLimit_IsAllowedUpToIt(int length, bool isAllowed) =>
        Assert.Equal(isAllowed, ReplicaRules.CheckName(new string('a', length)) is null);

    [Theory]
    [InlineData(0, 10, "0 is not allowed: it must be 1 to 10.")]
    [InlineData(1, 10, null)]
    [InlineData(10, 10, null)]
    [InlineData(11, 10, "11 is not allowed: it must be 1 to 10.")]
    [InlineData(1_000, 1_000, null)]
    [InlineData(1_001, 1_000, "1001 is not allowed: it must be 1 to 1000.")]
    public void CheckCount_AtItsLimits_ReportsTheRange(int count, int most, string? reason) =>
        Assert.Equal(reason, ReplicaRules.CheckCount(count, most));

    [Theory]
    [InlineData(-1, "-1 is not allowed: it must be 0 to 1000.")]
    [InlineData(0, null)]
    [InlineData(1_000, null)]
    [InlineData(1_001, "1001 is not allowed: it must be 0 to 1000.")]
    public void CheckKept_AtItsLimits_ReportsTheRange(int kept, string? reason) => Assert.Equal(reason, ReplicaRules.CheckKept(kept));

    [Theory]
    [InlineData(0, "0 is not allowed: it must be 1 to 1000.")]
    [InlineData(1, null)]
    [InlineData(1_000, null)]
    [InlineData(1_001, "1001 is not allowed: it must be 1 to 1000.")]
    public void CheckMost_AtItsLimits_ReportsTheRange(int most, string? reason) => Assert.Equal(reason, ReplicaRules.CheckMost(most));
}
