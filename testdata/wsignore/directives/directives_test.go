package directives

//wsvet:ignore wskeepalife test files are not looked at
