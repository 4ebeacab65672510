using System.Collections.Immutable;
using System.Globalization;

namespace LoadBalancer.Dashboard.State.Shares;

/// <summary>In which order a viewer wants to see the shares, and which page of them.</summary>
/// <param name="Column">The column to sort by: one of <see cref="Columns"/>.</param>
/// <param name="IsDescending">Whether the greatest value comes first.</param>
/// <param name="Page">The page, from 0.</param>
internal sealed record ShareQuery(string Column, bool IsDescending, int Page)
{
    /// <summary>The names of the parameters in the address.</summary>
    public const string SortName = "sort", PageName = "page";

    /// <summary>The number of servers on a page.</summary>
    public const int PageSize = 25;

    /// <summary>The column of the ids, and that of the shares, which is the default.</summary>
    public const string ByName = "server", ByShare = "keys";

    /// <summary>The names of the columns that can be sorted by.</summary>
    public static readonly ImmutableArray<string> Columns = [ByName, ByShare, "expected", "deviation", "weight", "points"];

    /// <summary>Reads the parameters of an address; one that has no meaning counts as absent.</summary>
    public static ShareQuery Read(Func<string, string?> valueOf)
    {
        var sort = valueOf(SortName) ?? "";
        var column = sort.TrimStart('-');
        var isKnown = Columns.Contains(column, StringComparer.Ordinal);
        return new(
            isKnown ? column : ByShare,
            !isKnown || sort.StartsWith('-'),
            int.TryParse(valueOf(PageName), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(0, page - 1) : 0);
    }

    /// <summary>The order as a parameter of the address; <see langword="null"/> for the greatest shares first.</summary>
    public string? Sort => Column == ByShare && IsDescending ? null : $"{(IsDescending ? "-" : "")}{Column}";

    /// <summary>Returns the order after a click on the head of a column: numbers begin with the greatest.</summary>
    public ShareQuery SortedBy(string column) =>
        new(column, column == Column ? !IsDescending : column != ByName, Page: 0);

    /// <summary>Returns the shares on the page, or on the last one if the query is beyond it, and its number. O(n log n).</summary>
    public (IEnumerable<PlacementShare> Shown, int Page) Select(PlacementShares shares)
    {
        var page = Math.Clamp(Page, 0, Math.Max(0, (shares.All.Length - 1) / PageSize));
        return (Order(shares.All).Skip(page * PageSize).Take(PageSize), page);
    }

    private IEnumerable<PlacementShare> Order(ImmutableArray<PlacementShare> shares)
    {
        return Column switch
        {
            ByName => IsDescending ? shares.Reverse() : shares,
            "expected" => By(share => share.Expected),
            "deviation" => By(share => share.Deviation),
            "weight" => By(share => share.EffectiveWeight),
            "points" => By(share => share.Points),
            _ => By(share => share.Share),
        };

        IEnumerable<PlacementShare> By(Func<PlacementShare, double> valueOf) =>
            IsDescending ? shares.OrderByDescending(valueOf) : shares.OrderBy(valueOf);
    }
}
