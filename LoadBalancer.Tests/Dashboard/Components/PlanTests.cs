using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class PlanTests
{
    [Fact]
    public void With_AnotherStepOfTheSameServer_ReplacesTheFirst()
    {
        var plan = Plan.Empty.With(new PlanStep.Put(new("a"), 50, Url: null))
            .With(new PlanStep.Put(new("b"), 70, Url: null))
            .With(new PlanStep.Remove(new("a")));

        Assert.Equal([new PlanStep.Put(new("b"), 70, Url: null), new PlanStep.Remove(new("a"))], plan.Steps);
    }

    [Fact]
    public void ToEdits_OfEveryKind_ContainsAll()
    {
        var edits = Plan.Empty
            .With(new PlanStep.Use(PlacementAlgorithm.Ketama)).With(new PlanStep.Use(PlacementAlgorithm.Maglev))
            .With(new PlanStep.Put(new("a"), 50, "http://a")).With(new PlanStep.Remove(new("b")))
            .ToEdits();

        Assert.Equal(PlacementAlgorithm.Maglev, edits.Algorithm);
        Assert.Equal([new(new("a"), 50, "http://a")], edits.Servers);
        Assert.Equal(["b"], edits.Remove.Select(name => name.Value));
    }

    [Fact]
    public void ToEdits_DrainAndActivate_UseTheLastStepOfEachServer()
    {
        var edits = Plan.Empty
            .With(new PlanStep.Remove(new("a"))).With(new PlanStep.Drain(new("a")))
            .With(new PlanStep.Drain(new("b"))).With(new PlanStep.Activate(new("b")))
            .ToEdits();

        Assert.Empty(edits.Remove);
        Assert.Equal(["a"], edits.Drain.Select(name => name.Value));
        Assert.Equal(["b"], edits.Activate.Select(name => name.Value));
    }

    [Fact]
    public void FindReturning_SelfRegisteringServers_FindsThoseToBeRemoved()
    {
        var membership = new MembershipSnapshot(new("epoch"), 1, [Server("a", "one"), Server("b", instance: null), Server("c", "two")]);

        var plan = Plan.Empty
            .With(new PlanStep.Remove(new("a"))).With(new PlanStep.Remove(new("b")))
            .With(new PlanStep.Drain(new("c"))).With(new PlanStep.Remove(new("gone")));

        Assert.Equal(["a"], plan.FindReturning(membership).Select(name => name.Value));
    }

    [Fact]
    public void Describe_ServerAtAnotherUrl_ReportsThatItIsReplaced()
    {
        var membership = new MembershipSnapshot(new("epoch"), 1, [Server("a", instance: null)]);

        var elsewhere = Plan.Describe(new PlanStep.Put(new("a"), 50, "http://other.test"), membership);
        var here = Plan.Describe(new PlanStep.Put(new("a"), 50, "http://a.test"), membership);

        Assert.Equal("replace with http://other.test, weight 50", elsewhere);
        Assert.Equal("weight 100 → 50", here);
    }

    [Theory]
    [InlineData("put:a:100", true)]
    [InlineData("put:a:100:http%3A%2F%2Fa.test%2F", true)]
    [InlineData("put:a:50", false)]
    [InlineData("put:a:100:http%3A%2F%2Fother.test", false)]
    [InlineData("put:new:100", false)]
    [InlineData("remove:a", false)]
    [InlineData("remove:gone", true)]
    [InlineData("drain:a", false)]
    [InlineData("drain:b", true)]
    [InlineData("drain:gone", false)]
    [InlineData("activate:a", true)]
    [InlineData("activate:b", false)]
    [InlineData("use:Maglev", true)]
    [InlineData("use:Ring", false)]
    public void RemainingOf_StepsInEffect_AreLeftOut(string text, bool isDone)
    {
        var servers = new[] { Server("a", instance: null), Server("b", instance: null) with { State = ServerState.Draining } };
        var membership = new MembershipSnapshot(new("epoch"), 1, servers, PlacementAlgorithm.Maglev);
        Assert.Null(PlanText.Read(text, out var plan));

        Assert.Equal(isDone, plan.RemainingOf(membership).Steps.IsEmpty);
    }

    private static Server Server(string id, string? instance) => new() { Id = new(id), Url = $"http://{id}.test", Instance = instance };
}
