using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Cluster.Settings;

public sealed partial class SettingsExtensionsTests
{
    [Fact]
    public void AddSettings_ValidValues_BindsThem()
    {
        var sample = Bind(("Sample:Count", "7"), ("sample:wait", "00:00:05"), ("Sample:Names:0", "x"), ("Other:Unknown", "1"));

        Assert.Equal((7, TimeSpan.FromSeconds(5), "x"), (sample.Count, sample.Wait, Assert.Single(sample.Names!)));
    }

    [Fact]
    public void AddSettings_UnknownKeys_ReportsThemWithSuggestionsOrKnownKeys()
    {
        var failures = Failures(("Sample:Cuont", "7"), ("Sample:Extra:Deep", "1"));

        Assert.Equal(
            [
                "Sample:Cuont: unknown setting; did you mean Sample:Count?",
                "Sample:Extra: unknown setting; known settings: Count, Wait, Names, Limit, Day, Inner.",
            ],
            failures);
    }

    [Fact]
    public void AddSettings_WrongTypes_ReportsEachWithItsValueAndAllowedValues()
    {
        var failures = Failures(
            ("Sample:Count", "many"), ("Sample:Wait", "long"), ("Sample:Limit", "1.5"), ("Sample:Day", "Someday"), ("Sample:No", "1"));

        Assert.Equal(
            [
                "Sample:No: unknown setting; known settings: Count, Wait, Names, Limit, Day, Inner.",
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
    public void AddSettings_InvalidNestedSection_ReportsEverythingAsAtTheTopLevel()
    {
        var failures = Failures(
            ("Sample:Inner:Sise", "1"), ("Sample:Inner:Pause", "long"), ("Sample:Inner:Codes:0", "1"), ("Sample:Inner:Codes:1", "x"),
            ("Sample:Count", "many"));

        Assert.Equal(
            [
                "Sample:Count: 'many' is not allowed: it must be a number.",
                "Sample:Inner:Sise: unknown setting; did you mean Sample:Inner:Size?",
                "Sample:Inner:Pause: 'long' is not allowed: it must be a duration (days.hours:minutes:seconds).",
                "Sample:Inner:Codes:1: 'x' is not allowed: it must be a number.",
            ],
            failures);
    }

    [Fact]
    public void AddSettings_ValueInsteadOfASection_IsReported() =>
        Assert.Equal(["Sample:Inner: 'on' is not allowed: it is a section that contains settings."], Failures(("Sample:Inner", "on")));

    [Fact]
    public void AddSettings_ValueInsteadOfAList_IsReported() =>
        Assert.Equal(["Sample:Names: 'x' is not allowed: it must be a list, such as Sample:Names:0."], Failures(("Sample:Names", "x")));

    [Fact]
    public void AddSettings_UnreadableAndForbiddenValues_AreReportedTogether() => Assert.Equal(
        [
            "Sample:Count: 'many' is not allowed: it must be a number.",
            "Sample:Limit: -1 is not allowed: it must be 0 to 9.",
            "Sample:Inner:Codes:1: 0 is not allowed: it must be 1 to 100.",
            "Sample:Inner:Codes:2: 101 is not allowed: it must be 1 to 100.",
            "Sample:Inner:Codes: 3 entries are not allowed: it must have at most 2.",
            "Sample: too many.",
        ],
        Failures(
            ("Sample:Count", "many"),
            ("Sample:Limit", "-1"),
            ("Sample:Inner:Codes:0", "5"),
            ("Sample:Inner:Codes:1", "0"),
            ("Sample:Inner:Codes:2", "101")));

    [Fact]
    public void AddSettings_Twice_BindsAndChecksOnce()
    {
        var services = Services(("Sample:Names:0", "x"), ("Sample:Limit", "-1"));
        services.AddSettings<Sample, Sample.Rules>("Sample", Bind);
        services.AddSettings<Sample, Sample.Rules>("Sample", Bind);
        using var provider = services.BuildServiceProvider();

        var failures = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<Sample>>().Value).Failures;

        Assert.Equal(["Sample:Limit: -1 is not allowed: it must be 0 to 9.", "Sample: too many."], failures);
    }

    [Fact]
    public void AddSettings_FormerName_IsReadWithOneWarning()
    {
        using var logs = new RecordingLoggerProvider();
        var services = Services(("Sample:Pause", "00:00:07"), ("Sample:Inner:Sizes", "4"));
        services.AddLogging(logging => logging.AddProvider(logs));
        services.AddSettings<Sample, Sample.Rules>("Sample", Bind);
        using var provider = services.BuildServiceProvider();

        var sample = provider.GetRequiredService<IOptions<Sample>>().Value;
        _ = provider.GetRequiredService<IOptionsMonitor<Sample>>().CurrentValue;

        Assert.Equal((TimeSpan.FromSeconds(7), 4), (sample.Wait, sample.Inner.Size));
        Assert.Equal(
            [
                "The setting Sample:Pause is now named Sample:Wait; the next release will not read the old name.",
                "The setting Sample:Inner:Sizes is now named Sample:Inner:Size; the next release will not read the old name.",
            ],
            logs.Entries.Select(entry => entry.Message));
    }

    [Fact]
    public void AddSettings_FormerAndCurrentName_IsRejected() => Assert.Equal(
        ["Sample:Pause: this setting is now named Sample:Wait, which is also set: remove the old one."],
        Failures(("Sample:Pause", "00:00:07"), ("Sample:Wait", "00:00:05")));

    [Fact]
    public void AddSettings_UnreadableValueOfAFormerName_ReportsTheKeyAsWritten() =>
        Assert.Equal(
            ["Sample:Pause: 'long' is not allowed: it must be a duration (days.hours:minutes:seconds)."],
            Failures(("Sample:Pause", "long")));

    [Theory]
    [InlineData("0x10")]
    [InlineData("#10")]
    [InlineData("1e3")]
    [InlineData("2147483648")]
    [InlineData("")]
    public void AddSettings_NumberThatTheBinderCannotRead_IsReported(string text) =>
        Assert.Equal([$"Sample:Count: '{text}' is not allowed: it must be a number."], Failures(("Sample:Count", text)));

    [Theory]
    [InlineData(" 7 ")]
    [InlineData("+7")]
    [InlineData("-7")]
    public void AddSettings_NumberAsTheBinderReadsIt_IsBound(string text) => Assert.Equal(
        int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture), Bind(("Sample:Count", text)).Count);

    [Fact]
    public void AddSettings_Null_KeepsTheDefault()
    {
        var sample = Bind(("Sample:Count", null!), ("Sample:Inner:Pause", null!), ("Sample:Limit", null!));

        Assert.Equal((5, TimeSpan.FromSeconds(1), null), (sample.Count, sample.Inner.Pause, sample.Limit));
    }

    [Fact]
    public void AddSettings_NullInAList_IsReported() =>
        Assert.Equal(["Sample:Names:0: an empty value is not allowed: it must be a string."], Failures(("Sample:Names:0", null!)));

    [Fact]
    public void AddSettings_UnreadableListEntry_IgnoresTheWholeList() => Assert.Equal(
        ["Sample:Inner:Codes:0: 'x' is not allowed: it must be a number."],
        Failures(("Sample:Inner:Codes:0", "x"), ("Sample:Inner:Codes:1", "101")));

    [Fact]
    public void AddSettings_SettingsBelowAValue_AreReportedWithoutTheirValues() => Assert.Equal(
        ["Sample:Count: settings below it are not allowed: it must be a number."], Failures(("Sample:Count:ops", "secret")));

    [Fact]
    public void AddSettings_BrokenRuleOfAFormerName_IsReportedAsWritten() => Assert.Equal(
        ["Sample:Inner:Sizes: 0 is not allowed: it must be 1 to 9."], Failures(("Sample:Inner:Sizes", "0")));

    private static void Bind(IConfiguration settings, Sample options) => settings.Bind(options);

    private static IServiceCollection Services(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build());

    private static Sample Bind(params (string Key, string Value)[] settings)
    {
        var services = Services(settings);
        services.AddSettings<Sample, Sample.Rules>("Sample", Bind);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<Sample>>().Value;
    }

    private static string[] Failures(params (string Key, string Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => Bind(settings)).Failures];

    internal sealed partial class Sample : IValidatableObject
    {
        public int Count { get; set; } = 5;

        [FormerName("Pause")]
        public TimeSpan Wait { get; set; }

        public string[]? Names { get; set; }

        [Between(0, 9)]
        public int? Limit { get; set; }

        public DayOfWeek Day { get; set; }

        [ValidateObjectMembers]
        public Section Inner { get; set; } = new();

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Limit < 0)
            {
                yield return new($"{SettingKey.OfSection(validationContext)}: too many.");
            }
        }

        [OptionsValidator]
        internal sealed partial class Rules : IValidateOptions<Sample>;
    }

    internal sealed class Section
    {
        [FormerName("Sizes"), Between(1, 9)]
        public int Size { get; set; } = 2;

        public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

        [Between(1, 100), Entries(2)]
        public int[]? Codes { get; set; }
    }
}
