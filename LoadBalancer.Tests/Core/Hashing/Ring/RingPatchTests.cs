using System.Collections.Immutable;
using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Tests.Core.Hashing.Ring;

/// <summary>Tests patching when positions collide, which practically never happens with real hashes.</summary>
public sealed class RingPatchTests
{
    /// <summary>A layout in which all servers use the same few positions.</summary>
    private static readonly PointLayout Crowded = new(PlacementAlgorithm.Ring, RingLayout.PointsFor, static (_, positions) =>
    {
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = i % 3 == 0 ? ulong.MaxValue : (ulong)i << 60;
        }
    });

    [Theory]
    [InlineData("abcdefghij", "abdefghij")]
    [InlineData("abcdefghij", "bcdefghij")]
    [InlineData("abcdefghij", "abcdefghi")]
    [InlineData("bcdefghij", "abcdefghij")]
    [InlineData("abcdfghij", "abcdefghij")]
    [InlineData("abcdefghi", "abcdefghij")]
    [InlineData("abcdefghij", "abcdefghij")]
    [InlineData("abcdefghij", "")]
    [InlineData("", "abc")]
    [InlineData("abc", "xyz")]
    public void Apply_CollidingPoints_EqualsBuild(string before, string after) => AssertPatches(Members(before), Members(after));

    [Fact]
    public void Apply_AnyCollidingChange_EqualsBuild() =>
        Gen.Select(Gen.Char['a', 'p'].ArrayUnique[0, 16], Gen.Char['a', 'p'].ArrayUnique[0, 16]).Sample(
            (before, after) => AssertPatches(Members(string.Concat(before.Order())), Members(string.Concat(after.Order()))),
            iter: 300);

    private static void AssertPatches(ImmutableArray<PlacementMember> before, ImmutableArray<PlacementMember> after)
    {
        var patched = RingPatch.Apply(before, RingPatch.Build(before, Crowded), after, Crowded);

        Assert.Equal(RingPatch.Build(after, Crowded).All(), patched.All());
    }

    private static ImmutableArray<PlacementMember> Members(string ids) => [.. ids.Select(id => new PlacementMember(id.ToString(), 5))];
}
