using LoadBalancer.Core.Hashing;
using LoadBalancer.Gateway.Configuration;

namespace LoadBalancer.Tests.Gateway;

public sealed class GatewayOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() => Assert.Empty(Validate(Good()));

    [Fact]
    public void Validate_EverythingBad_TellsAllOfItByKeyValueAndWhatIsAllowed()
    {
        var failures = Validate(new GatewayOptions
        {
            Id = "a b",
            Algorithm = (PlacementAlgorithm)77,
            HashKey = ["header:", "path", "nonsense"],
            WarmUp = TimeSpan.FromSeconds(61),
            ConnectTimeout = TimeSpan.FromMilliseconds(9),
            ActivityTimeout = TimeSpan.FromDays(2),
            CountInterval = TimeSpan.Zero,
        });

        Assert.Collection(
            failures,
            failure => AssertNames(failure, "Gateway:Id", "'a b'", "1 to 64 of a-z A-Z 0-9 . _ -"),
            failure => AssertNames(failure, "Gateway:Algorithm", "77", "Ring"),
            failure => AssertNames(failure, "Gateway:WarmUp", "00:01:01", "00:00:00 to 00:01:00"),
            failure => AssertNames(failure, "Gateway:ConnectTimeout", "00:00:00.0090000", "00:00:00.0100000 to 00:01:00"),
            failure => AssertNames(failure, "Gateway:ActivityTimeout", "2.00:00:00", "00:00:00.1000000 to 1.00:00:00"),
            failure => AssertNames(failure, "Gateway:CountInterval", "00:00:00", "00:00:00.1000000 to 00:01:00"),
            failure => AssertNames(failure, "Gateway:HashKey:0", "'header:'", "client-ip"),
            failure => AssertNames(failure, "Gateway:HashKey:2", "'nonsense'", "client-ip"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Validate_TooFewOrTooManyKeys_TellsHowManyAreAllowed(int count)
    {
        var options = Good();
        options.HashKey = [.. Enumerable.Repeat("path", count)];

        AssertNames(Assert.Single(Validate(options)), "Gateway:HashKey", $"{count} ", "1 to 16");
    }

    [Theory]
    [InlineData(0, 10, 100, 100)]
    [InlineData(60_000, 60_000, 86_400_000, 60_000)]
    public void Validate_AtTheEndsOfTheRanges_Succeeds(int warmUp, int connectTimeout, int activityTimeout, int countInterval)
    {
        var options = Good();
        options.WarmUp = TimeSpan.FromMilliseconds(warmUp);
        options.ConnectTimeout = TimeSpan.FromMilliseconds(connectTimeout);
        options.ActivityTimeout = TimeSpan.FromMilliseconds(activityTimeout);
        options.CountInterval = TimeSpan.FromMilliseconds(countInterval);

        Assert.Empty(Validate(options));
    }

    private static GatewayOptions Good() => new() { Id = "gateway-1", HashKey = GatewayOptions.DefaultHashKey };

    private static IEnumerable<string> Validate(GatewayOptions options) =>
        new GatewayOptionsValidator().Validate(name: null, options).Failures ?? [];

    private static void AssertNames(string failure, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, failure, StringComparison.Ordinal));
}
