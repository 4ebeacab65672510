using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Cluster.Settings;

public sealed class SettingsExtensionsTests
{
    [Fact]
    public void AddSettings_GoodValues_BindsThem()
    {
        var sample = Bind(("Sample:Count", "7"), ("sample:wait", "00:00:05"), ("Sample:Names:0", "x"), ("Other:Unknown", "1"));

        Assert.Equal((7, TimeSpan.FromSeconds(5), "x"), (sample.Count, sample.Wait, Assert.Single(sample.Names!)));
    }

    [Fact]
    public void AddSettings_UnknownKeys_NamesThemAndWhatWasMeantOrIsKnown()
    {
        var failures = Failures(("Sample:Cuont", "7"), ("Sample:Extra:Deep", "1"));

        Assert.Equal(
            [
                "Sample:Cuont: there is no such setting; did you mean Sample:Count?",
                "Sample:Extra: there is no such setting; there are Count, Wait, Names, Limit, Day, Inner.",
            ],
            failures);
    }

    [Fact]
    public void AddSettings_WrongTypes_NamesEachWithItsValueAndWhatIsAllowed()
    {
        var failures = Failures(
            ("Sample:Count", "many"), ("Sample:Wait", "long"), ("Sample:Limit", "1.5"), ("Sample:Day", "Someday"), ("Sample:No", "1"));

        Assert.Equal(
            [
                "Sample:No: there is no such setting; there are Count, Wait, Names, Limit, Day, Inner.",
                "Sample:Count: 'many' is not allowed: it must be a number.",
                "Sample:Wait: 'long' is not allowed: it must be a duration (days.hours:minutes:seconds).",
                "Sample:Limit: '1.5' is not allowed: it must be a number.",
                "Sample:Day: 'Someday' is not allowed: it must be one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday.",
            ],
            failures);
    }

    [Fact]
    public void AddSettings_NothingConfigured_KeepsTheDefaults()
    {
        var sample = Bind();

        Assert.Equal((5, TimeSpan.Zero, null, null), (sample.Count, sample.Wait, sample.Names, sample.Limit));
    }

    [Fact]
    public void AddSettings_NestedSection_BindsWhatIsConfiguredAndKeepsTheOtherDefaults()
    {
        var inner = Bind(("Sample:Inner:Codes:0", "7"), ("sample:inner:size", "3")).Inner;

        Assert.Equal((3, TimeSpan.FromSeconds(1), 7), (inner.Size, inner.Pause, Assert.Single(inner.Codes!)));
    }

    [Fact]
    public void AddSettings_NestedSectionIsWrong_NamesEverythingLikeAtTheTop()
    {
        var failures = Failures(
            ("Sample:Inner:Sise", "1"), ("Sample:Inner:Pause", "long"), ("Sample:Inner:Codes:0", "1"), ("Sample:Inner:Codes:1", "x"),
            ("Sample:Count", "many"));

        Assert.Equal(
            [
                "Sample:Count: 'many' is not allowed: it must be a number.",
                "Sample:Inner:Sise: there is no such setting; did you mean Sample:Inner:Size?",
                "Sample:Inner:Pause: 'long' is not allowed: it must be a duration (days.hours:minutes:seconds).",
                "Sample:Inner:Codes: '1, x' is not allowed: it must be a list, each entry a number.",
            ],
            failures);
    }

    [Fact]
    public void AddSettings_ValueInsteadOfASection_IsNamed() =>
        Assert.Equal(["Sample:Inner: 'on' is not allowed: it is a section with settings of its own."], Failures(("Sample:Inner", "on")));

    [Fact]
    public void AddSettings_UnreadableAndRefusedValues_AreToldTogetherAndOnce()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                [KeyValuePair.Create("Sample:Count", (string?)"many"), KeyValuePair.Create("Sample:Limit", (string?)"-1")])
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddSettings<Sample>("Sample");
        services.AddSettings<Sample>("Sample").Validate(sample => sample.Limit >= 0, "Sample:Limit: it must be at least 0.");
        using var provider = services.BuildServiceProvider();

        var failures = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<Sample>>().Value).Failures;

        Assert.Equal(["Sample:Count: 'many' is not allowed: it must be a number.", "Sample:Limit: it must be at least 0."], failures);
    }

    private static Sample Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddSettings<Sample>("Sample");
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<Sample>>().Value;
    }

    private static string[] Failures(params (string Key, string Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => Bind(settings)).Failures];

    private sealed class Sample
    {
        public int Count { get; set; } = 5;

        public TimeSpan Wait { get; set; }

        public string[]? Names { get; set; }

        public int? Limit { get; set; }

        public DayOfWeek Day { get; set; }

        public Section Inner { get; set; } = new();
    }

    private sealed class Section
    {
        public int Size { get; set; } = 2;

        public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

        public int[]? Codes { get; set; }
    }
}
