using LoadBalancer.Registration;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Registration;

public sealed class RegistrationOptionsTests
{
    [Fact]
    public void Rules_Defaults_FindNothing() => Assert.Empty(Find(new() { Id = "a" }));

    [Fact]
    public void Rules_EverythingBad_FindAllOfIt() => Assert.Equal(
        [
            $"Registration:Id: '{new string('x', 65)}' is not allowed: it must be 1 to 64 of a-z A-Z 0-9 . _ -, not . or ...",
            "Registration:Url: The URL 'http://a.test/?q' is not allowed: it must be absolute, http or https, without user, query or "
                + "fragment, at most 2048 characters.",
            "Registration:Weight: 0 is not allowed: it must be 1 to 1000.",
            "Registration:HealthPath: 'health' is not allowed: it must be a path that begins with one '/', without a query, at most 256 "
                + "printable ASCII characters.",
            "Registration:Lease: 00:00:01 is not allowed: it must be 00:00:02 to 00:10:00 (days.hours:minutes:seconds).",
            "Registration:RenewInterval: 00:00:00.0990000 is not allowed: it must be 00:00:00.1000000 to 00:05:00 "
                + "(days.hours:minutes:seconds).",
            "Registration:DrainDelay: 00:02:00 is not allowed: it must be 00:00:00 to 00:01:00 (days.hours:minutes:seconds).",
            "Registration:DrainTimeout: -00:00:00.0000001 is not allowed: it must be 00:00:00 to 01:00:00 (days.hours:minutes:seconds).",
        ],
        Find(new()
        {
            Id = new string('x', 65),
            Url = "http://a.test/?q",
            Weight = 0,
            HealthPath = "health",
            Lease = TimeSpan.FromSeconds(1),
            RenewInterval = TimeSpan.FromMilliseconds(99),
            DrainDelay = TimeSpan.FromMinutes(2),
            DrainTimeout = TimeSpan.FromTicks(-1),
        }));

    [Theory]
    [InlineData(5, true)]
    [InlineData(5.001, false)]
    public void RenewInterval_IsAtMostHalfOfTheLease(double seconds, bool isAllowed)
    {
        string[] expected = isAllowed ? []
            : ["Registration:RenewInterval: 00:00:05.0010000 is not allowed: it must be at most half of Registration:Lease (00:00:10)."];

        Assert.Equal(expected, Find(new() { Id = "a", RenewInterval = TimeSpan.FromSeconds(seconds) }));
    }

    private static string[] Find(RegistrationOptions options) =>
        OptionRules.Find(new RegistrationOptions.Rules(), RegistrationOptions.Section, options);
}
