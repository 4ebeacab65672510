using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class PlanTests
{
    [Fact]
    public void With_AnotherStepOfTheSameServer_ReplacesTheFirst()
    {
        var plan = Plan.Empty.With(new PlanStep.Put("a", 50, Url: null)).With(new PlanStep.Put("b", 70, Url: null)).With(new PlanStep.Remove("a"));

        Assert.Equal([new PlanStep.Put("b", 70, Url: null), new PlanStep.Remove("a")], plan.Steps);
    }

    [Fact]
    public void ToEdits_OfEveryKind_HasThemAll()
    {
        var edits = Plan.Empty
            .With(new PlanStep.Use(PlacementAlgorithm.Ketama)).With(new PlanStep.Use(PlacementAlgorithm.Maglev))
            .With(new PlanStep.Put("a", 50, "http://a")).With(new PlanStep.Remove("b"))
            .ToEdits();

        Assert.Equal(PlacementAlgorithm.Maglev, edits.Algorithm);
        Assert.Equal([new("a", 50, "http://a")], edits.Servers);
        Assert.Equal(["b"], edits.Remove);
    }
}
