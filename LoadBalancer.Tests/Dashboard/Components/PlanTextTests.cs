using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class PlanTextTests
{
    private static readonly Gen<ServerId> AnyId =
        Gen.Char["abzAZ09._-"].Array[1, ServerRules.MaxIdLength].Select(id => $"x{new string(id)}"[..^1]).Select(ServerId.Create);

    private static readonly Gen<PlanStep> AnyStep = Gen.OneOf<PlanStep>(
        Gen.Select(
            AnyId, Gen.Int[ServerRules.MinWeight, ServerRules.MaxWeight],
            Gen.OneOf<string?>("http://10.0.0.4:8080", "https://a.test/base,with:all;of%2Fit", "http://[::1]", null),
            PlanStep (id, weight, url) => new PlanStep.Put(id, weight, url)),
        AnyId.Select(PlanStep (id) => new PlanStep.Remove(id)),
        AnyId.Select(PlanStep (id) => new PlanStep.Drain(id)),
        AnyId.Select(PlanStep (id) => new PlanStep.Activate(id)),
        Gen.Enum<PlacementAlgorithm>().Select(PlanStep (algorithm) => new PlanStep.Use(algorithm)));

    [Fact]
    public void Read_OfWhatWasWritten_IsThePlan() => AnyStep.Array[0, 6].Sample(steps =>
    {
        var plan = steps.Aggregate(Plan.Empty, (plan, step) => plan.With(step));

        Assert.Null(PlanText.Read(PlanText.Write(plan), out var read));
        Assert.Equal(plan.Steps, read.Steps);
    });

    [Fact]
    public void Write_OfSteps_IsReadable() => Assert.Equal(
        "put:backend-4:50:http%3A%2F%2F10.0.0.4,drain:backend-2,use:Maglev",
        PlanText.Write(new(
        [
            new PlanStep.Put(new("backend-4"), 50, "http://10.0.0.4"), new PlanStep.Drain(new("backend-2")),
            new PlanStep.Use(PlacementAlgorithm.Maglev),
        ])));

    [Theory]
    [InlineData("drain:a,oops")]
    [InlineData("oops")]
    [InlineData(",")]
    [InlineData("drain")]
    [InlineData("drain:")]
    [InlineData("drain:a:b")]
    [InlineData("drain:..")]
    [InlineData("drain:<script>")]
    [InlineData("put:a")]
    [InlineData("put:a:0")]
    [InlineData("put:a:1001")]
    [InlineData("put:a:+5")]
    [InlineData("put:a:99999999999999999999")]
    [InlineData("put:a:5:javascript%3Aalert(1)")]
    [InlineData("put:a:5:%zz")]
    [InlineData("use:Best")]
    [InlineData("use:1")]
    public void Read_OfAnythingElse_SaysWhat(string text)
    {
        var reason = PlanText.Read(text, out var plan);

        Assert.StartsWith("The address has a step that cannot be read: '", reason, StringComparison.Ordinal);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void Read_OfAnyText_NeverFails() => Gen.String.Sample(text => Assert.Equal(
        PlanText.Read(text, out var plan) is null, text.Length == 0 || !plan.Steps.IsEmpty));

    [Fact]
    public void Read_OfALongText_SaysSo() => Assert.Equal(
        "The plan in the address is too long.", PlanText.Read(new string('x', PlanText.MostCharacters + 1), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Read_OfNothing_IsNoPlan(string? text)
    {
        Assert.Null(PlanText.Read(text, out var plan));
        Assert.Empty(plan.Steps);
    }
}
