var builder = WebApplication.CreateBuilder(args);

// One call makes this application a server behind the gateway.
builder.AddLoadBalancerServer();

var app = builder.Build();
app.MapGet("/", (HttpRequest request) => new { Server = app.Configuration["SERVER_ID"], Tenant = request.Headers["X-Tenant"].ToString() });
await app.RunAsync();
