using LoadBalancer.Cluster.Membership;
using LoadBalancer.Registration;

namespace LoadBalancer.Tests.Cluster.Membership;

public sealed class OptionsValidatorTests
{
    [Fact]
    public void Validate_RegistrationDefaults_Succeeds() => Assert.Empty(Validate(new RegistrationOptions { Id = "a" }));

    [Fact]
    public void Validate_EverythingBadOfARegistration_TellsAllOfIt()
    {
        var failures = Validate(new RegistrationOptions
        {
            Id = new string('x', 65),
            Url = "http://a.test/?q",
            Weight = 0,
            Lease = TimeSpan.FromSeconds(1),
            RenewInterval = TimeSpan.FromMilliseconds(99),
            DrainDelay = TimeSpan.FromMinutes(2),
            DrainTimeout = TimeSpan.FromTicks(-1),
        });

        Assert.Collection(
            failures,
            failure => AssertNames(failure, "Registration:Id", new string('x', 65), "1 to 64"),
            failure => AssertNames(failure, "Registration:Url", "'http://a.test/?q'", "without user, query or fragment"),
            failure => AssertNames(failure, "Registration:Weight", " 0 ", "1 to 1000"),
            failure => AssertNames(failure, "Registration:Lease", "00:00:01", "00:00:02 to 00:10:00"),
            failure => AssertNames(failure, "Registration:RenewInterval", "00:00:00.0990000", "00:00:00.1000000 to 00:00:00.5000000"),
            failure => AssertNames(failure, "Registration:DrainDelay", "00:02:00", "00:00:00 to 00:01:00"),
            failure => AssertNames(failure, "Registration:DrainTimeout", "-00:00:00.0000001", "00:00:00 to 01:00:00"));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(5.001, false)]
    public void Validate_RenewInterval_IsAtMostHalfOfTheLease(double seconds, bool isAllowed) =>
        Assert.Equal(isAllowed, !Validate(new RegistrationOptions { Id = "a", RenewInterval = TimeSpan.FromSeconds(seconds) }).Any());

    [Fact]
    public void Validate_EverythingBadOfARegistry_TellsAllOfIt()
    {
        var options = new RegistryOptions
        {
            Cluster = "a{b}",
            PollInterval = TimeSpan.FromMilliseconds(99),
            SweepInterval = TimeSpan.FromMinutes(2),
            RecoveryTime = TimeSpan.Zero,
        };

        Assert.Collection(
            new RegistryOptionsValidator().Validate(name: null, options).Failures!,
            failure => AssertNames(failure, "Registry:Cluster", "'a{b}'", "1 to 64 of a-z A-Z 0-9 . _ -"),
            failure => AssertNames(failure, "Registry:PollInterval", "00:00:00.0990000", "00:00:00.1000000 to 00:01:00"),
            failure => AssertNames(failure, "Registry:SweepInterval", "00:02:00", "00:00:00.1000000 to 00:01:00"),
            failure => AssertNames(failure, "Registry:RecoveryTime", "00:00:00", "00:00:01 to 01:00:00"));
    }

    private static IEnumerable<string> Validate(RegistrationOptions options) =>
        new RegistrationOptionsValidator().Validate(name: null, options).Failures ?? [];

    private static void AssertNames(string failure, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, failure, StringComparison.Ordinal));
}
