using LoadBalancer.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.ServiceDefaults.Telemetry;

public sealed class TelemetryOptionsValidatorTests
{
    [Theory]
    [InlineData(null, 100)]
    [InlineData("", 100)]
    [InlineData("0", 0)]
    [InlineData("1000000", 1_000_000)]
    public void Configure_GoodValue_TakesIt(string? text, int perSecond)
    {
        var (options, failures) = Read(("TracesPerSecond", text));

        Assert.Empty(failures);
        Assert.Equal(perSecond, options.TracesPerSecond);
    }

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("1000001", "1000001")]
    [InlineData("many", "'many'")]
    [InlineData("1.5", "'1.5'")]
    public void Validate_BadValue_NamesKeyValueAndWhatIsAllowed(string text, string shown) =>
        Assert.Equal(
            [$"Telemetry:TracesPerSecond: {shown} is not allowed: it must be 0 to 1000000."], Read(("TracesPerSecond", text)).Failures);

    [Fact]
    public void Validate_UnknownKey_NamesItAndTheKnownOne() =>
        Assert.Equal(
            ["Telemetry:TracePerSecond: unknown setting; known settings: TracesPerSecond, BackgroundTraces."],
            Read(("TracePerSecond", "1")).Failures);

    private static (TelemetryOptions Options, IEnumerable<string> Failures) Read(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Telemetry:{setting.Key}", setting.Value))).Build();
        var validator = new TelemetryOptionsValidator(configuration);
        var options = new TelemetryOptions();
        validator.Configure(options);
        return (options, validator.Validate(name: null, options).Failures ?? []);
    }
}
