using LoadBalancer.Simulator.Clusters.Scenarios;

namespace LoadBalancer.Tests.Simulator.Clusters.Scenarios;

public sealed class ScenarioReaderTests
{
    [Theory]
    [InlineData("""{ "settings": { "maxAttempts": 4, "attemptTimeout": "2s" } }""")]
    [InlineData("""{ "settings": { "maxTries": 4, "perTryTimeout": "2s" } }""")]
    public void Parse_RenamedSettings_AreReadUnderBothNames(string text)
    {
        var settings = ScenarioReader.Parse("scenario", text).Settings;

        Assert.Equal((4, TimeSpan.FromSeconds(2)), (settings.MaxAttempts, settings.AttemptTimeout));
    }

    [Fact]
    public void Parse_UnknownSetting_IsRejected() => Assert.Contains(
        "maxRetries",
        Assert.Throws<FormatException>(() => ScenarioReader.Parse("scenario", """{ "settings": { "maxRetries": 4 } }""")).Message,
        StringComparison.Ordinal);
}
