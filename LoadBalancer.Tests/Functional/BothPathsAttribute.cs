using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Runs a theory once for each <see cref="ForwardingPath"/>, its first argument, with the rest of the arguments given here.
/// </summary>
/// <param name="data">What follows the path.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class BothPathsAttribute(params object?[] data) : DataAttribute
{
    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. Enum.GetValues<ForwardingPath>().Select(path => new TheoryDataRow([path, .. data]))]);
}
