using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>One server's layer of the <see cref="TimelineChart"/>, or the layer of all servers without their own.</summary>
/// <param name="Server">The server; <see langword="null"/> for the others together.</param>
/// <param name="Servers">The number of servers in the layer.</param>
/// <param name="Area">The outline from the axis to the top of this layer; the layers below are drawn over it.</param>
/// <param name="Rates">Requests per second in each interval.</param>
/// <param name="Mean">Their mean, from the chart's first request on.</param>
/// <param name="Peak">Their maximum.</param>
internal sealed record TimelineSeries(ServerId? Server, int Servers, PlotPath Area, ImmutableArray<double> Rates, double Mean, double Peak);
