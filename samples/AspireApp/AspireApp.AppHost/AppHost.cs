#pragma warning disable MA0048 // The program file has the name that Aspire gives it.

using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

// Uses an existing Redis if ConnectionStrings:redis names one, or else Redis in a container.
IResourceBuilder<IResourceWithConnectionString> redis = builder.Configuration.GetConnectionString("redis") is null
    ? builder.AddRedis("redis")
    : builder.AddConnectionString("redis");

// Two servers, each a separate resource, so that each tenant is placed on one of them.
var api1 = builder.AddProject<Projects.AspireApp_Api>("api-1").WithHttpEndpoint().WithHttpHealthCheck("/healthcheck").WaitFor(redis);
var api2 = builder.AddProject<Projects.AspireApp_Api>("api-2").WithHttpEndpoint().WithHttpHealthCheck("/healthcheck").WaitFor(redis);

var dashboard = builder.AddLoadBalancerDashboard<Projects.LoadBalancer_Dashboard>("dashboard").WithStore(redis);

// In your own application, builder.AddLoadBalancer("gateway", …) runs the image instead of the project.
builder.AddLoadBalancer<Projects.LoadBalancer_Gateway>("gateway", port: builder.Configuration.GetValue("gateway-port", 8080))
    .WithStore(redis)
    .WithDashboard(dashboard)
    .WithCluster("default", [api1, api2], hashKey: "header:X-Tenant");

await builder.Build().RunAsync();
