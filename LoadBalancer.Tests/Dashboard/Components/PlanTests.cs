using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class PlanTests
{
    [Fact]
    public void With_AnotherStepOfTheSameServer_ReplacesTheFirst()
    {
        var plan = Plan.Empty.With(new PlanStep.Put("a", 50, Url: null))
            .With(new PlanStep.Put("b", 70, Url: null))
            .With(new PlanStep.Remove("a"));

        Assert.Equal([new PlanStep.Put("b", 70, Url: null), new PlanStep.Remove("a")], plan.Steps);
    }

    [Fact]
    public void ToEdits_OfEveryKind_ContainsAll()
    {
        var edits = Plan.Empty
            .With(new PlanStep.Use(PlacementAlgorithm.Ketama)).With(new PlanStep.Use(PlacementAlgorithm.Maglev))
            .With(new PlanStep.Put("a", 50, "http://a")).With(new PlanStep.Remove("b"))
            .ToEdits();

        Assert.Equal(PlacementAlgorithm.Maglev, edits.Algorithm);
        Assert.Equal([new("a", 50, "http://a")], edits.Servers);
        Assert.Equal(["b"], edits.Remove);
    }

    [Fact]
    public void ToEdits_DrainAndActivate_UseTheLastStepOfEachServer()
    {
        var edits = Plan.Empty
            .With(new PlanStep.Remove("a")).With(new PlanStep.Drain("a"))
            .With(new PlanStep.Drain("b")).With(new PlanStep.Activate("b"))
            .ToEdits();

        Assert.Empty(edits.Remove);
        Assert.Equal(["a"], edits.Drain);
        Assert.Equal(["b"], edits.Activate);
    }

    [Fact]
    public void FindReturning_SelfRegisteringServers_FindsThoseToBeRemoved()
    {
        var membership = new MembershipSnapshot("epoch", 1, [Server("a", "one"), Server("b", instance: null), Server("c", "two")]);

        var plan = Plan.Empty
            .With(new PlanStep.Remove("a")).With(new PlanStep.Remove("b"))
            .With(new PlanStep.Drain("c")).With(new PlanStep.Remove("gone"));

        Assert.Equal(["a"], plan.FindReturning(membership));
    }

    [Fact]
    public void Describe_ServerAtAnotherUrl_ReportsThatItIsReplaced()
    {
        var membership = new MembershipSnapshot("epoch", 1, [Server("a", instance: null)]);

        var elsewhere = Plan.Describe(new PlanStep.Put("a", 50, "http://other.test"), membership);
        var here = Plan.Describe(new PlanStep.Put("a", 50, "http://a.test"), membership);

        Assert.Equal("is replaced by http://other.test, with weight 50", elsewhere);
        Assert.Equal("weight 100 → 50", here);
    }

    private static Server Server(string id, string? instance) => new() { Id = id, Url = $"http://{id}.test", Instance = instance };
}
