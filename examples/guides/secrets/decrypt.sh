terraform output -raw orders_client_secret_age | age --decrypt -i key.txt
