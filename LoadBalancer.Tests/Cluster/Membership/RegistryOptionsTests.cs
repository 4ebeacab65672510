using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Membership;

public sealed class RegistryOptionsTests
{
    [Fact]
    public void Rules_Defaults_FindNothing() => Assert.Empty(Find(new()));

    [Fact]
    public void Rules_EverythingBad_FindAllOfIt() => Assert.Equal(
        [
            "Registry:Cluster: 'a{b}' is not allowed: it must be 1 to 64 of a-z A-Z 0-9 . _ -, not . or ...",
            "Registry:PollInterval: 00:00:00.0990000 is not allowed: it must be 00:00:00.1000000 to 00:01:00 (days.hours:minutes:seconds).",
            "Registry:SweepInterval: 00:02:00 is not allowed: it must be 00:00:00.1000000 to 00:01:00 (days.hours:minutes:seconds).",
            "Registry:RecoveryTime: 00:00:00 is not allowed: it must be 00:00:01 to 01:00:00 (days.hours:minutes:seconds).",
        ],
        Find(new()
        {
            Cluster = "a{b}",
            PollInterval = TimeSpan.FromMilliseconds(99),
            SweepInterval = TimeSpan.FromMinutes(2),
            RecoveryTime = TimeSpan.Zero,
        }));

    private static string[] Find(RegistryOptions options) =>
        OptionRules.Find(new RegistryOptions.Rules(), RegistryOptions.Section, options);
}
