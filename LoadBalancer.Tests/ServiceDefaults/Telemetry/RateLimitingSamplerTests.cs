using System.Diagnostics;
using LoadBalancer.ServiceDefaults.Telemetry;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;

namespace LoadBalancer.Tests.ServiceDefaults.Telemetry;

public sealed class RateLimitingSamplerTests
{
    private static readonly ActivitySpanId Span = ActivitySpanId.CreateFromString("b7ad6b7169203331");

    /// <summary>A trace id that a sampler by ratio keeps; it drops <see cref="High"/>.</summary>
    private static readonly ActivityTraceId Low = ActivityTraceId.CreateFromString("00000000000000010000000000000001");
    private static readonly ActivityTraceId High = ActivityTraceId.CreateFromString("70000000000000000000000000000001");

    private static ActivityContext Root => default;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void ShouldSample_Roots_RecordsOneSecondsWorth()
    {
        var sampler = Sampler(perSecond: 3);

        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => IsRecorded(sampler, Root)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => IsRecorded(sampler, Root)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldSample_CallThatBelongsToNoRequest_BeginsATraceWhereAskedFor(bool recordsBackground)
    {
        var sampler = new RateLimitingSampler(Choice(name: null, argument: null), new(1, _time), recordsBackground);

        Assert.Equal(recordsBackground, IsRecorded(sampler, Root, kind: ActivityKind.Client));
        Assert.Equal(!recordsBackground, IsRecorded(sampler, Root));
    }

    [Fact]
    public void ShouldSample_CallForARequest_FollowsIt()
    {
        var sampler = Sampler(perSecond: 1);

        Assert.True(IsRecorded(sampler, Local(isSampled: true), kind: ActivityKind.Client));
        Assert.True(IsRecorded(sampler, Remote(isSampled: true), kind: ActivityKind.Client));
    }

    [Fact]
    public void ShouldSample_CallersRecord_IsLimitedToo()
    {
        var sampler = Sampler(perSecond: 10);

        Assert.Equal(11, Enumerable.Range(0, 50).Count(_ => IsRecorded(sampler, Remote(isSampled: true))));
    }

    [Fact]
    public void ShouldSample_CallersDoNotRecord_DropsAndTakesNothing()
    {
        var sampler = Sampler(perSecond: 1);

        Assert.False(IsRecorded(sampler, Remote(isSampled: false)));
        Assert.True(IsRecorded(sampler, Root));
    }

    [Fact]
    public void ShouldSample_LocalParent_FollowsItAndTakesNothing()
    {
        var sampler = Sampler(perSecond: 1);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(IsRecorded(sampler, Local(isSampled: true))));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.False(IsRecorded(sampler, Local(isSampled: false))));
        Assert.True(IsRecorded(sampler, Root));
        Assert.True(IsRecorded(sampler, Local(isSampled: true)));
        Assert.False(IsRecorded(sampler, Root));
    }

    [Fact]
    public void ShouldSample_Always_AllocatesNothing()
    {
        var sampler = Sampler(perSecond: 10);
        var parent = Remote(isSampled: true);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                sampler.ShouldSample(new(parent, Low, "GET", ActivityKind.Server));
            }
        }));
    }

    // The expected decisions: for a root with either trace id, for a sampled caller, and for one that is not sampled.
    [Theory]
    [InlineData(null, null, true, true, true, false)]
    [InlineData("", null, true, true, true, false)]
    [InlineData("always_on", null, true, true, true, false)]
    [InlineData("parentbased_always_on", null, true, true, true, false)]
    [InlineData("Always_Off", null, false, false, false, false)]
    [InlineData("parentbased_always_off", null, false, false, true, false)]
    [InlineData("traceidratio", "0.5", true, false, true, true)]
    [InlineData("parentbased_traceidratio", "0.5", true, false, true, false)]
    [InlineData("parentbased_traceidratio", "half", true, true, true, false)]
    [InlineData("jaeger_remote", null, true, true, true, false)]
    public void ShouldSample_StandardVariable_DecidesFirst(
        string? name, string? argument, bool low, bool high, bool sampled, bool unsampled)
    {
        var sampler = Sampler(perSecond: 100, name, argument);

        Assert.Equal(
            (low, high, sampled, unsampled),
            (IsRecorded(sampler, Root, Low), IsRecorded(
                sampler, Root, High), IsRecorded(sampler, Remote(isSampled: true)), IsRecorded(sampler, Remote(isSampled: false))));
    }

    [Theory]
    [InlineData("always_on")]
    [InlineData("traceidratio")]
    [InlineData("parentbased_traceidratio")]
    public void ShouldSample_StandardVariable_IsLimited(string name)
    {
        var sampler = Sampler(perSecond: 2, name, "1");

        Assert.Equal(2, Enumerable.Range(0, 10).Count(_ => IsRecorded(sampler, Root)));
    }

    [Fact]
    public void ShouldSample_DroppedByTheStandardVariable_TakesNothing()
    {
        var sampler = Sampler(perSecond: 1, "traceidratio", "0.5");

        Assert.False(IsRecorded(sampler, Root, High));
        Assert.True(IsRecorded(sampler, Root, Low));
        Assert.False(IsRecorded(sampler, Root, Low));
    }

    [Theory]
    [InlineData("jaeger_remote", null, "OTEL_TRACES_SAMPLER: 'jaeger_remote'")]
    [InlineData("traceidratio", "2", "OTEL_TRACES_SAMPLER_ARG: '2'")]
    [InlineData("traceidratio", "NaN", "OTEL_TRACES_SAMPLER_ARG: 'NaN'")]
    [InlineData("traceidratio", null, "OTEL_TRACES_SAMPLER_ARG: ''")]
    public void Problem_ValueThatIsNotKnown_NamesIt(string name, string? argument, string problem) =>
        Assert.StartsWith(problem, Choice(name, argument).Problem, StringComparison.Ordinal);

    [Fact]
    public void MayRecord_OfWhatTheSamplerDrops_IsFalse()
    {
        var limit = new TraceLimit(1, _time);
        var sampling = new TraceSampling(limit);

        Assert.Equal((true, true, false), (sampling.MayRecord(
            parent: null), sampling.MayRecord(ActivityTraceFlags.Recorded), sampling.MayRecord(ActivityTraceFlags.None)));
        Assert.True(new TraceSampling(limit, ignoresCallers: true).MayRecord(ActivityTraceFlags.None));
        limit.TryTake(joins: false);
        Assert.Equal((false, true), (sampling.MayRecord(parent: null), sampling.MayRecord(ActivityTraceFlags.Recorded)));
        limit.TryTake(joins: true);
        Assert.False(sampling.MayRecord(ActivityTraceFlags.Recorded));
    }

    private static bool IsRecorded(
        RateLimitingSampler sampler, ActivityContext parent, ActivityTraceId? trace = null, ActivityKind kind = ActivityKind.Server) =>
        sampler.ShouldSample(new(
            parent, parent == default ? trace ?? Low : parent.TraceId, "GET", kind)).Decision == SamplingDecision.RecordAndSample;

    private static ActivityContext Remote(bool isSampled) => Context(isSampled, isRemote: true);

    private static ActivityContext Local(bool isSampled) => Context(isSampled, isRemote: false);

    private static ActivityContext Context(bool isSampled, bool isRemote) =>
        new(Low, Span, isSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, traceState: null, isRemote);

    private static SamplerChoice Choice(string? name, string? argument) => SamplerChoice.Of(
        new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", name), new("OTEL_TRACES_SAMPLER_ARG", argument)])
            .Build());

    private RateLimitingSampler Sampler(int perSecond, string? name = null, string? argument = null) =>
        new(Choice(name, argument), new(perSecond, _time), recordsBackground: false);
}
